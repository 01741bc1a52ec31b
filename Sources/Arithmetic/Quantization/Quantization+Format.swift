extension Quantization {
  /// The narrowest format whose values are the levels.
  package var format: Format {
    switch grid {
    case .signs: Format(BinaryFormat())
    case .integers(-1, 1) where zeroPoint == 0: Format(TernaryFormat())
    case .integers(let lowest, let highest): Format(fixedPoint(lowest: lowest, highest: highest))
    case .floats(let exponentWidth, let fractionWidth, _):
      Format(FloatFormat(exponentWidth: exponentWidth, fractionWidth: fractionWidth))
    }
  }
}

/// The narrowest fixed-point format of whole numbers that holds two; the widths are 1 to 32 bits.
package func fixedPoint(lowest: Int, highest: Int) -> any NumberFormat {
  func bits(_ value: Int) -> Int { Int.bitWidth - value.leadingZeroBitCount }
  if lowest >= 0 { return UnsignedFixedFormat(width: max(1, bits(highest))) }
  return FixedFormat(width: max(bits(-(lowest + 1)), bits(max(highest, 0))) + 1)
}
