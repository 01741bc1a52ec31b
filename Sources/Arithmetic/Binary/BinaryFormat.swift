package import Support

/// One bit: code 0 is +1 and code 1 is -1, so that multiplying is XOR with the sign.
///
/// Source: Fuengfusin & Tamukoh, PLoS ONE 16(5), 2021.
package struct BinaryFormat: NumberFormat {
  package static let family = "binary"
  package static let syntax = "binary"
  package static let examples = ["binary"]
  /// There is but one.
  package init() {}

  package init(parameters: [String]) throws(FormatError) {
    _ = try FormatParameters.integers(
      parameters, family: Self.family, names: [], ranges: [], required: 0)
  }

  package var description: String { Self.family }
  package var width: Int { 1 }
  package var operandShape: OperandShape {
    OperandShape(sign: .separate, significandWidth: 1, maximumShift: 0, lsb: 0)
  }

  package func hasValue(_ code: UInt32) -> Bool { true }

  package func value(of code: UInt32) -> Dyadic? { code & 1 == 0 ? .one : -.one }

  /// The nearer of +1 and -1; zero, the tie, is +1, the even code.
  package func encode(_ value: Dyadic) -> UInt32 { value < .zero ? 1 : 0 }

  package func encode(_ value: Double) -> UInt32 { value < 0 ? 1 : 0 }

  package func operand(of code: UInt32) -> Operand {
    Operand(negative: code & 1 == 1, significand: 1, shift: 0)
  }

  package func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    for index in integers.indices { codes[index] = integers[index] < 0 ? 1 : 0 }
  }

  package func order(of code: UInt32) -> Int64 { code & 1 == 0 ? 1 : -1 }
}
