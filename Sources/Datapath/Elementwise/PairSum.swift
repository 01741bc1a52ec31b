package import Arithmetic
import Support

/// The element-wise sum of two streams of one shape: `t = M0 * x0 + M1 * x1 + B`, rounded and clamped.
///
/// x0 and x1 are integers in units of the finer of the two formats' lowest bits, which is also the unit of `t`.
package struct PairSum: Codable, Sendable, Hashable {
  package var lanes: Int
  /// The formats of the two streams.
  package var inputs: [Format]
  /// Two multipliers and one offset.
  package var affine: Affine
  package var rounding: Rounding

  package init(lanes: Int, inputs: [Format], affine: Affine, rounding: Rounding) {
    self.lanes = lanes
    self.inputs = inputs
    self.affine = affine
    self.rounding = rounding
  }

  /// The power of two that x0, x1 and t count in.
  package var lsb: Int { inputs.map(\.number.operandShape.lsb).min() ?? 0 }
}

extension PairSum {
  /// See `StageDatapath`.
  package var latency: Int { 5 }

  /// See `StageDatapath`.
  package var inventory: Inventory {
    var result = Inventory(registers: 6)
    let shapes = inputs.map(\.number.operandShape)
    let total = (shapes.map { $0.integerWidth + $0.lsb - lsb }.max() ?? 0) + affine.multiplierWidth + 2
    for (format, shape) in zip(inputs, shapes) {
      let width = shape.integerWidth
      result.registers += lanes * (format.width + 2 * width + affine.multiplierWidth)
      // The multiplier is a constant: about a third of its bits are additions.
      result.adders += lanes * (width + affine.multiplierWidth) * max(1, affine.multiplierWidth / 3)
      if shape.maximumShift > 0 { result.shifters += lanes * width * bits(for: shape.maximumShift + 1) }
    }
    result.registers += lanes * (total + rounding.format.width)
    result.adders += lanes * (2 * total + rounding.format.width)
    result.comparators = lanes * total
    result.multiplexers = lanes * rounding.format.width
    return result
  }
}
