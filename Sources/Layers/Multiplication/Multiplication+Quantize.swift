internal import Arithmetic
package import QuantizedIR
package import Support

extension Multiplication: QuantizableOperation {
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    let output = context.output
    if let quantization = context.quantization {
      guard quantization.rounding == .halfEven, quantization.shift == nil else {
        throw Failure(
          at: "quantization", "products that round as '\(quantization.rounding.rawValue)' or are cut are not supported",
          notes: ["export the model with rounding mode 'ROUND'"])
      }
      if quantization.scalesSums, !quantization.zeroPoint.isMultiple(of: 2) {
        context.remarks?.add("products midway between two codes are one code off the model's: its zero point is odd")
      }
    }
    let shapes = context.inputs.map { $0.format.number.operandShape }
    let unit = shapes.reduce(1) { $0 * Double(sign: .plus, exponent: $1.lsb, significand: 1) }
    let affine = try Affine(
      slopes: [context.inputs.reduce(unit / output.scale) { $0 * $1.scale }], starts: [Double(output.zeroPoint)],
      width: context.settings.affineWidth, sumWidth: shapes.reduce(2) { $0 + $1.integerWidth }, output: output.format)
    return ScaledProduct(affine: affine, lowest: context.lowest, highest: context.highest)
  }
}
