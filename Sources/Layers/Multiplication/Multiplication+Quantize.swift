internal import Arithmetic
import BigInt
package import QuantizedIR
package import Support

extension Multiplication: QuantizableOperation {
  package var absorbsClip: Bool { true }

  package func quantize(_ context: LayerContext) throws(Failure) -> QuantizedOperation {
    let output = context.output
    let shapes = context.inputs.map { $0.format.number.operandShape }
    let unit = shapes.reduce(1) { $0 * Double(sign: .plus, exponent: $1.lsb, significand: 1) }
    let slope = context.inputs.reduce(unit) { $0 * $1.scale }
    let width = shapes.reduce(2) { $0 + $1.integerWidth }
    let affine: Affine
    if context.isStated {
      affine = try statedAffine(context, slope: slope, width: width)
    } else {
      affine = try Affine(
        slopes: [slope / output.scale], starts: [Double(output.zeroPoint)], width: context.settings.affineWidth,
        sumWidth: width, output: output.format)
    }
    return .scaledProduct(ScaledProduct(affine: affine, lowest: context.lowest, highest: context.highest))
  }

  /// On the grid of the products of the inputs' units.
  package func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    let grids = context.inputs.map(\.grid)
    guard grids.count == 2 else { return nil }
    let corners = [grids[0].least, grids[0].most].flatMap { [$0 * grids[1].least, $0 * grids[1].most] }
    return context.naturalType(
      holding: [grids[0].unit * grids[1].unit], least: corners.min() ?? 0, most: corners.max() ?? 0)
  }

  /// The affine whose codes are the model's for every product of (code - zero point), each worth `slope`.
  private func statedAffine(_ context: LayerContext, slope: Double, width: Int) throws(Failure) -> Affine {
    let isFused = context.isFused(isInteger: isInteger)
    let target = OutputLevels(context, addsZeroFirst: isFused)
    if target.scalesSums { try target.checkRatios([Float(slope)]) }
    let line = target.line(Line(slope: slope, start: 0))
    try target.checkFinite([line])
    var steps: [SumSteps]?
    if let range = products(context.inputs) {
      var level = { (product: Int) in target.level(slope * Double(product)) }
      if isFused {
        let scales = context.inputs.map { Float($0.scale) }
        let factor = scales[0] * scales[1] / target.step
        level = { target.clamp(Double((Float($0) * factor + Float(target.zeroPoint)).rounded(.toNearestOrEven))) }
      }
      steps = [SumSteps(range: range, slope: line.slope, start: line.start, level: level)]
    }
    return try target.affine([line], steps: steps, sumWidth: width, remarks: context.remarks)
  }

  /// The products of (code - zero point), in units of the formats' lowest bits; nil past 2^46.
  private func products(_ inputs: [TensorType]) -> ClosedRange<Int>? {
    guard inputs.allSatisfy({ $0.format.number.integerWidth <= 23 }) else { return nil }
    let ends = inputs.map { input in
      let number = input.format.number
      return [number.lowestCode, number.highestCode].map { Int(input.format.integer(of: $0) - input.zeroInteger) }
    }
    let corners = ends[0].flatMap { first in ends[1].map { first * $0 } }
    return (corners.min() ?? 0)...(corners.max() ?? 0)
  }
}
