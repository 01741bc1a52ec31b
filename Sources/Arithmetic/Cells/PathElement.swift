internal import Support

/// A piece of a path through gates, as far as the time that it takes depends on it.
package enum PathElement: Sendable, Hashable {
  /// So many tables one behind the other.
  case levels(Int)
  /// A sum, a difference or a comparison of integers of so many bits.
  case carry(Int)
  /// A product of integers of so many bits.
  case product(Int, Int)
}

extension PathElement {
  /// A shift of `width` bits by one of `distances`: a choice of four a level, which its distance's bits have to reach.
  package static func shift(distances: Int) -> PathElement { .levels((bits(for: max(2, distances)) + 1) / 2 + 1) }

  /// Whether any of so many bits is set: tables of four inputs.
  package static func any(of bits: Int) -> PathElement {
    .levels(bits <= 1 ? 0 : (Support.bits(for: bits) + 1) / 2)
  }
}

extension OperandShape {
  /// Bits of the widest two's complement number that one multiplier block of an FPGA takes; mantissa_exact_product's SPLIT.
  package static let multiplierInput = 18
}

extension CellUse {
  /// Bits that `mantissa_wide_sum` adds up at a time; mantissa_float_encode's PIECE.
  package static let sumPiece = 48

  /// What `mantissa_wide_sum` passes: its pieces.
  package static func adding(_ width: Int) -> [[PathElement]] {
    stride(from: 0, to: width, by: sumPiece).map { [.carry(min(sumPiece, width - $0))] }
  }

  /// What `mantissa_normalize` passes between its cuts: in front of each stage of the shift, of so many bits.
  static func normalizing(_ width: Int) -> [[PathElement]] {
    [[]] + shifting(bits(for: max(2, width)), levels: 2)
  }

  /// The stages of a shift by leading zeros: a look at the top bits, and so many levels; those that look at 32 bits or more are
  /// cut in between.
  static func shifting(_ stages: Int, levels: Int) -> [[PathElement]] {
    (0..<stages).flatMap { stage -> [[PathElement]] in
      let step = 1 << (stages - 1 - stage)
      return step < 32 ? [[.any(of: step), .levels(levels)]] : [[.any(of: step)], [.levels(levels)]]
    }
  }

  /// What `mantissa_align` passes: negation, the lower half of the shift's bits, the upper one.
  static func aligning(_ shape: OperandShape) -> [[PathElement]] {
    let negation: [PathElement] = shape.sign == .separate ? [.carry(shape.significandWidth + 1)] : []
    guard shape.maximumShift > 0 else { return [negation, [], []] }
    let low = shape.shiftWidth / 2
    let high = [PathElement.shift(distances: (shape.maximumShift >> low) + 1)]
    return [negation, low > 0 ? [.shift(distances: 1 << low)] : [], high]
  }
}
