internal import Arithmetic
package import QuantizedIR
package import Support

extension Addition: QuantizableOperation {
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> any QuantizedOperation {
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
    return ScaledSum(affine: affine, lowest: context.lowest, highest: context.highest)
  }

  /// Sums of tensors whose scales are multiples of one another are exact; others span what can be reached.
  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    let inputs = context.inputs
    guard inputs.allSatisfy({ $0.format.number is any FixedPointFormat }), inputs.count == 2 else { return nil }
    let units = inputs.map { Double(sign: .plus, exponent: $0.format.number.operandShape.lsb, significand: $0.scale) }
    let unit = units.min() ?? 1
    func sum(_ code: (any NumberFormat) -> UInt32) -> Double {
      inputs.reduce(0) { $0 + $1.real(code($1.format.number)) }
    }
    let least = max(context.lower, sum { $0.lowestCode })
    let most = min(context.upper, sum { $0.highestCode })
    let bounds = [context.lower, context.upper].filter(\.isFinite)
    let isWhole = (units + bounds).allSatisfy { ($0 / unit).rounded() == $0 / unit }
    let (lowest, highest) = ((least / unit).rounded(), (most / unit).rounded())
    if isWhole, lowest >= -0x1p23, highest < 0x1p23, lowest < highest {
      let format = Format(fixedPoint(lowest: Int(min(0, lowest)), highest: Int(max(0, highest))))
      return TensorType(shape: context.output.shape, format: format, scale: unit)
    }
    let format = context.settings.activations
    guard case .range = format.scaling, least < most else { return nil }
    let (scale, zeroPoint) = RangeFit.fit(
      range: min(least, 0) * 1.005...max(most, 0) * 1.005, values: [], format: format)
    return TensorType(shape: context.output.shape, format: format, scale: scale, zeroPoint: zeroPoint)
  }
}
