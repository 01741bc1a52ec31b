package import Arithmetic
import Support

/// The element-wise product of two streams of one shape: `t = M * (x0 - z0) * (x1 - z1) + B`, rounded and clamped.
///
/// x0 and x1 are integers in units of their formats' lowest bits, so `t` counts in the product of both units.
package struct PairProduct: Codable, Sendable, Hashable {
  package var lanes: Int
  /// The formats of the two streams.
  package var inputs: [Format]
  /// The zero point of each, in units of its format's lowest bit: a value of the format.
  package var zeros: [Int]
  /// One multiplier and one offset.
  package var affine: Affine
  package var rounding: Rounding

  package init(lanes: Int, inputs: [Format], zeros: [Int], affine: Affine, rounding: Rounding) {
    self.lanes = lanes
    self.inputs = inputs
    self.zeros = zeros
    self.affine = affine
    self.rounding = rounding
  }

  /// Bits of `x - z`, two's complement.
  package func factorWidth(_ i: Int) -> Int { inputs[i].number.operandShape.integerWidth + 1 }
  /// Bits of the scaled product, two's complement.
  package var scaledWidth: Int { factorWidth(0) + factorWidth(1) + affine.multiplierWidth }

  /// The widest scaled product, in bits.
  package static let widestProduct = 512
}

extension PairProduct {
  /// See `StageDatapath`.
  package var latency: Int { 6 }

  /// Bits of the exact result, two's complement.
  package var totalWidth: Int { max(scaledWidth, affine.offsetWidth) + 1 }

  /// See `StageDatapath`.
  package var inventory: Inventory {
    let product = factorWidth(0) + factorWidth(1)
    var result = Inventory(registers: 7)
    for format in inputs {
      let shape = format.number.operandShape
      result.registers += lanes * (format.width + shape.integerWidth)
      result.adders += lanes * (shape.integerWidth + 1)
      if shape.maximumShift > 0 { result.shifters += lanes * shape.integerWidth * bits(for: shape.maximumShift + 1) }
    }
    result.multipliers = [Inventory.Multiplier(lanes, factorWidth(0), factorWidth(1))]
    result.registers += lanes * (product + scaledWidth + totalWidth + rounding.format.width)
    // A constant is multiplied by as shifts and additions.
    let additions = affine.multipliers.map { max(0, $0.magnitude.nonzeroBitCount - 1) }.max() ?? 0
    result.adders += lanes * (additions * scaledWidth + totalWidth + rounding.format.width)
    result.comparators = lanes * totalWidth
    result.multiplexers = lanes * rounding.format.width
    return result
  }
}
