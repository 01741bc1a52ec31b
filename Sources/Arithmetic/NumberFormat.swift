package import Support

/// A number format: how a code of `width` bits is read, and how a value is rounded to a code.
///
/// A family of formats (`fixed`, `float`, `posit`) is one type in one folder, named in
/// `FormatRegistry`. Codes are the low `width` bits of a `UInt32`; the bits above are 0.
package protocol NumberFormat: Hashable, Sendable, CustomStringConvertible {
  /// The name before the angle brackets.
  static var family: String { get }
  /// How members are spelled, with names for the parameters, for example `fixed<w,f>`.
  static var syntax: String { get }
  /// Spellings that stand for the family in every test over the registry; those of up to 8 bits are tried on all pairs.
  static var examples: [String] { get }
  /// Reads the parameters between the angle brackets; throws a message that says what is expected.
  init(parameters: [String]) throws(FormatError)

  /// The text spelling, for example `fixed<8,0>`; `Format(description)` reads it back.
  var description: String { get }
  /// Bits a code, 1...32.
  var width: Int { get }
  /// The decoded form that multipliers take.
  var operandShape: OperandShape { get }

  /// Whether the code stands for a value; not so for infinities, NaN, and ternary 10.
  func hasValue(_ code: UInt32) -> Bool
  /// The exact value; nil for codes that stand for none (infinities, NaN, ternary 10).
  func value(of code: UInt32) -> Dyadic?
  /// The code nearest to `value`, ties to even, saturating at the largest finite magnitudes; zero is always
  /// the code of +0.
  func encode(_ value: Dyadic) -> UInt32
  /// The code nearest to a double; infinities saturate and NaN gives the code of zero.
  func encode(_ value: Double) -> UInt32
  /// The decoded form of a code that has a value.
  func operand(of code: UInt32) -> Operand
  /// `encode(integers[i] * 2^exponent)` for every i, without a dispatch an element.
  func encode(
    _ integers: UnsafeBufferPointer<Int128>, exponent: Int,
    into codes: UnsafeMutableBufferPointer<UInt32>)
  /// `encode(reals[i])` for every i, without a dispatch an element.
  func encode(_ reals: UnsafeBufferPointer<Double>, into codes: UnsafeMutableBufferPointer<UInt32>)
  /// A key that orders codes as their values are ordered.
  func order(of code: UInt32) -> Int64

  /// The cell that makes the operand of a code, or nil when the code is the significand; see `CellContract`.
  func decoderCell() -> CellUse?
  /// The cell that computes `encode(value * 2^exponent)`, kept between the codes `lowest` and `highest` by value.
  ///
  /// `value` is two's complement of `inputWidth` bits.
  func encoderCell(inputWidth: Int, exponent: Int, lowest: UInt32, highest: UInt32) -> CellUse
  /// The cell that tells whether code `a` has a greater value than code `b`.
  func compareCell() -> CellUse
}

/// A format's text could not be read; the message says what is expected.
package struct FormatError: Error, Sendable {
  /// What was found and what is expected, without a place.
  package var message: String
  /// What was found and what is expected.
  package init(_ message: String) { self.message = message }
}

/// What a decoder hands to a multiplier: `(-1)^negative * significand * 2^(shift + lsb)`, or for two's
/// complement `significand * 2^(shift + lsb)` with a signed significand.
package struct OperandShape: Hashable, Sendable {
  /// How an operand says that it is negative.
  package enum Sign: String, Sendable, Hashable {
    /// Never negative.
    case unsigned
    /// The significand is two's complement.
    case twosComplement
    /// A sign bit beside an unsigned significand.
    case separate
  }

  /// Where the sign is.
  package var sign: Sign
  /// Bits of the significand, a two's complement sign bit included.
  package var significandWidth: Int
  /// The largest shift; 0 when the format has one exponent.
  package var maximumShift: Int
  /// The weight of the significand's lowest bit at shift 0, as a power of two.
  package var lsb: Int
  /// Whether the significand's highest bit is set in every operand but zero.
  package var isNormalized: Bool

  /// A shape whose parts are as their properties say.
  package init(sign: Sign, significandWidth: Int, maximumShift: Int, lsb: Int, isNormalized: Bool = false) {
    self.sign = sign
    self.significandWidth = significandWidth
    self.maximumShift = maximumShift
    self.lsb = lsb
    self.isNormalized = isNormalized
  }
}

/// One decoded number; see `OperandShape`. The significand is a magnitude, whatever the shape's sign form.
package struct Operand: Hashable, Sendable {
  /// Whether the number is below zero; for zero it may be either.
  package var negative: Bool
  /// The magnitude in units of `2^(shift + lsb)`.
  package var significand: UInt32
  /// From 0 to the shape's largest shift.
  package var shift: Int

  /// An operand of its parts.
  package init(negative: Bool, significand: UInt32, shift: Int) {
    self.negative = negative
    self.significand = significand
    self.shift = shift
  }
}

/// A number format of any family. Its text form is its spelling.
package struct Format: Sendable, CustomStringConvertible {
  /// The members of its family's type.
  package let number: any NumberFormat

  /// The format of a family's member.
  package init(_ number: any NumberFormat) { self.number = number }

  package var description: String { number.description }
  /// Bits a code, 1...32.
  package var width: Int { number.width }
}

extension Format: Hashable {
  package static func == (a: Format, b: Format) -> Bool { a.description == b.description }
  package func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

extension Format: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    do throws(FormatError) { self = try Format(text) } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
