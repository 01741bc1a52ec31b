internal import Arithmetic
package import QuantizedIR
package import Support

extension Multiplication: QuantizableOperation {
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    let output = context.output
    if let quantization = context.quantization {
      guard quantization.shift == nil else {
        throw Failure(
          at: "quantization", "products that are cut are not supported",
          notes: ["quantize the product with 'Quant' instead of 'Trunc'"])
      }
    }
    let shapes = context.inputs.map { $0.format.number.operandShape }
    let unit = shapes.reduce(1) { $0 * Double(sign: .plus, exponent: $1.lsb, significand: 1) }
    var affine = try Affine(
      slopes: [context.inputs.reduce(unit / output.scale) { $0 * $1.scale }], starts: [Double(output.zeroPoint)],
      width: context.settings.affineWidth, sumWidth: shapes.reduce(2) { $0 + $1.integerWidth }, output: output.format)
    // onnxruntime's products have the zero point in them before they are rounded.
    affine.rounding = context.quantization?.rounding ?? .halfEven
    return ScaledProduct(affine: affine, lowest: context.lowest, highest: context.highest)
  }
}
