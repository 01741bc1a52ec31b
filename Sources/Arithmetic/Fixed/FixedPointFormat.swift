package import Support

/// What `fixed` and `ufixed` share: a code is an integer, its value `code * 2^-fraction`.
package protocol FixedPointFormat: NumberFormat {
  static var isSigned: Bool { get }
  /// Bits below the binary point; negative when the lowest bit weighs more than 1.
  var fraction: Int { get }
  /// - Precondition: the width is in 1...32 and the fraction in -64...64.
  init(width: Int, fraction: Int)
}

extension FixedPointFormat {
  package init(parameters: [String]) throws(FormatError) {
    let values = try FormatParameters.integers(
      parameters, family: Self.family, names: ["width", "fraction"], ranges: [1...32, -64...64],
      required: 1)
    self.init(width: values[0], fraction: values.count > 1 ? values[1] : 0)
  }

  package var description: String { "\(Self.family)<\(width),\(fraction)>" }

  package var operandShape: OperandShape {
    OperandShape(
      sign: Self.isSigned ? .twosComplement : .unsigned, significandWidth: width, maximumShift: 0,
      lsb: -fraction)
  }

  /// The smallest and the largest integer that a code stands for.
  package var integerRange: ClosedRange<Int64> {
    Self.isSigned ? -(1 << (width - 1))...(1 << (width - 1)) - 1 : 0...(1 << width) - 1
  }

  /// The integer that a code stands for, before scaling by `2^-fraction`.
  package func codeInteger(_ code: UInt32) -> Int64 {
    let unused = 64 - width
    let high = UInt64(code) << UInt64(unused)
    return Self.isSigned ? Int64(bitPattern: high) >> unused : Int64(high >> UInt64(unused))
  }

  package func hasValue(_ code: UInt32) -> Bool { true }

  package func value(of code: UInt32) -> Dyadic? {
    Dyadic(codeInteger(code), exponent: -fraction)
  }

  package func encode(_ value: Dyadic) -> UInt32 {
    let rounded = value.rounded(toMultipleOf: -fraction)
    let range = integerRange
    if rounded <= range.lowerBound { return code(of: range.lowerBound) }
    if rounded >= range.upperBound { return code(of: range.upperBound) }
    return code(of: Int64(rounded))
  }

  package func encode(_ value: Double) -> UInt32 {
    if value.isNaN { return 0 }
    // A power of two changes no significand but of numbers that round to 0 anyway.
    let scaled = value * Double(sign: .plus, exponent: fraction, significand: 1)
    let clamped = min(max(scaled, Double(integerRange.lowerBound)), Double(integerRange.upperBound))
    // The nearest integer, ties to even: doubles from 2^52 on are whole.
    return code(of: Int64((clamped + 0x1.8p52) - 0x1.8p52))
  }

  package func operand(of code: UInt32) -> Operand {
    let integer = codeInteger(code)
    return Operand(negative: integer < 0, significand: UInt32(integer.magnitude), shift: 0)
  }

  package func order(of code: UInt32) -> Int64 { codeInteger(code) }

  private func code(of integer: Int64) -> UInt32 { UInt32(truncatingIfNeeded: integer) & codeMask }
}
