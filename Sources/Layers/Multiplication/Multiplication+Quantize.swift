internal import Arithmetic
package import QuantizedIR
package import Support

extension Multiplication: QuantizableOperation {
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
    let output = context.output
    let shapes = context.inputs.map { $0.format.number.operandShape }
    let unit = shapes.reduce(1) { $0 * Double(sign: .plus, exponent: $1.lsb, significand: 1) }
    let affine = try Affine(
      slopes: [context.inputs.reduce(unit / output.scale) { $0 * $1.scale }], starts: [Double(output.zeroPoint)],
      width: context.settings.affineWidth, sumWidth: shapes.reduce(2) { $0 + $1.integerWidth }, output: output.format)
    return ScaledProduct(affine: affine, lowest: context.lowest, highest: context.highest)
  }
}
