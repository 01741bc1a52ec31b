internal import Arithmetic
package import QuantizedIR
package import Support

extension Addition: QuantizableOperation {
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let output = context.output
    let lsb = context.inputs.map { $0.format.number.operandShape.lsb }.min() ?? 0
    let unit = Double(sign: .plus, exponent: lsb, significand: 1)
    // real = sum of scale * (value - zero point)
    let zeros = context.inputs.map { $0.scale * Double($0.zeroPoint) }.reduce(0, +)
    let affine: Affine
    if context.isStated {
      affine = try statedAffine(context, slopes: context.inputs.map { $0.scale * unit }, zeros: zeros)
    } else {
      affine = try Affine(
        slopes: context.inputs.map { $0.scale / output.scale * unit },
        starts: [Double(output.zeroPoint) - zeros / output.scale], width: context.settings.affineWidth,
        sumWidth: 33, output: output.format)
    }
    return .scaledSum(ScaledSum(affine: affine, lowest: context.lowest, highest: context.highest))
  }

  /// On the common grid of the inputs' values, where there is one.
  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    let grids = context.inputs.map(\.grid)
    return context.naturalType(
      holding: grids.map(\.unit), least: grids.map(\.least).reduce(0, +), most: grids.map(\.most).reduce(0, +))
  }
}
