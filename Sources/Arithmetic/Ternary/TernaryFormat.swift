package import Support

/// Two bits, {sign, nonzero}: 00 is 0, 01 is +1, 11 is -1; 10 stands for nothing and decodes as 0.
///
/// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
package struct TernaryFormat: NumberFormat {
  package static let family = "ternary"
  package static let syntax = "ternary"
  package static let examples = ["ternary"]
  /// There is but one.
  package init() {}

  package init(parameters: [String]) throws(FormatError) {
    _ = try FormatParameters.integers(
      parameters, family: Self.family, names: [], ranges: [], required: 0)
  }

  package var description: String { Self.family }
  package var width: Int { 2 }
  package var operandShape: OperandShape {
    OperandShape(sign: .separate, significandWidth: 1, maximumShift: 0, lsb: 0)
  }

  package func hasValue(_ code: UInt32) -> Bool { code != 0b10 }

  package func value(of code: UInt32) -> Dyadic? {
    switch code {
    case 0b00: .zero
    case 0b01: .one
    case 0b11: -.one
    default: nil
    }
  }

  /// The nearest of -1, 0, +1; the ties at -1/2 and +1/2 go to 0, the even code.
  package func encode(_ value: Dyadic) -> UInt32 {
    let half = Dyadic(1, exponent: -1)
    return value > half ? 0b01 : value < -half ? 0b11 : 0b00
  }

  package func encode(_ value: Double) -> UInt32 { value > 0.5 ? 0b01 : value < -0.5 ? 0b11 : 0b00 }

  package func operand(of code: UInt32) -> Operand {
    Operand(negative: code & 2 == 2, significand: code & 1, shift: 0)
  }

  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    // |t| * 2^exponent > 1/2 where |t| > 2^(-exponent - 1), here floored to an integer.
    let places = -exponent - 1
    let bound: UInt128 = places < 0 ? 0 : places > 127 ? UInt128.max : 1 << UInt128(places)
    for index in integers.indices {
      let integer = integers[index]
      codes[index] = integer.magnitude > bound ? (integer < 0 ? 0b11 : 0b01) : 0b00
    }
  }

  package func order(of code: UInt32) -> Int64 { code & 1 == 0 ? 0 : code & 2 == 0 ? 1 : -1 }
}
