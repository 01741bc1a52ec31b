/// Two's complement of 1 to 32 bits, value `code * 2^-fraction`; `fixed<w>` is `fixed<w,0>`.
package struct FixedFormat: FixedPointFormat {
  package static let family = "fixed"
  package static let syntax = "fixed<w,f>"
  package static let examples = ["fixed<1>", "fixed<5,2>", "fixed<8>"]
  /// Two's complement.
  package static var isSigned: Bool { true }
  package let width: Int
  package let fraction: Int

  package init(width: Int, fraction: Int = 0) {
    self.width = width
    self.fraction = fraction
  }
}

/// Unsigned of 1 to 32 bits, value `code * 2^-fraction`; `ufixed<w>` is `ufixed<w,0>`.
package struct UnsignedFixedFormat: FixedPointFormat {
  package static let family = "ufixed"
  package static let syntax = "ufixed<w,f>"
  package static let examples = ["ufixed<1>", "ufixed<5,2>", "ufixed<8>"]
  /// No sign.
  package static var isSigned: Bool { false }
  package let width: Int
  package let fraction: Int

  package init(width: Int, fraction: Int = 0) {
    self.width = width
    self.fraction = fraction
  }
}
