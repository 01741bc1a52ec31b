package import Arithmetic

/// What an exact number becomes: a code of a format, between two codes. Which one of two neighbours, the affine says.
package struct Rounding: Codable, Sendable, Hashable {
  package var format: Format
  /// The codes of the least and the greatest output, in value order.
  package var lowest: UInt32
  package var highest: UInt32

  package init(format: Format, lowest: UInt32, highest: UInt32) {
    self.format = format
    self.lowest = lowest
    self.highest = highest
  }
}

extension Rounding {
  /// The cell that rounds and clamps an affine's result of `inputWidth` bits.
  package func encoder(inputWidth: Int, after affine: Affine) -> CellUse {
    func cell(_ number: any NumberFormat) -> CellUse {
      number.encoderCell(inputWidth: inputWidth, exponent: affine.exponent, lowest: lowest, highest: highest)
    }
    if affine.rounding == .halfEven { return cell(format.number) }
    // Ternary codes are fixed<2>'s, whose cell knows every rounding.
    let result = cell(format.number is TernaryFormat ? FixedFormat(width: 2) : format.number)
    return result.with([("ROUNDING", .integer(affine.rounding.cellMode))])
  }
}
