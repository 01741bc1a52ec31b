/// A format with an arithmetic of its own: codes in, one exact operation, one rounding, a code out.
///
/// Every operation is there twice. `OperatorDefinition` computes it on exact values; the functions here do it in machine
/// words without allocating, and tests hold the two equal. IEEE floats follow IEEE 754 to nearest even, with one quiet
/// NaN; posits follow the Standard for Posit Arithmetic (2022).
package protocol OperatorFormat: NumberFormat {
  /// What a code stands for.
  func extended(_ code: UInt32) -> ExtendedValue
  /// The definition of rounding: the code of an exact result.
  func code(_ value: ExtendedValue, overflow: Overflow) -> UInt32
  /// Whether `compare` places what is no number (below every number, equal to itself) instead of `unordered`.
  var ordersNotANumber: Bool { get }

  /// The code without a value that operators put together from decoders pass on; nil where they take values only.
  var propagatedCode: UInt32? { get }
  /// How results are rounded, for people.
  var roundingRule: String { get }

  /// The cell of a rounded product by a multiplier; nil when there is none.
  func productOperator(_ multiplier: any Multiplier) -> OperatorCell?
  /// The cell of a rounded sum or difference; nil when there is none.
  func sumOperator(subtracts: Bool) -> OperatorCell?
  /// The cell of a comparison, with outputs `less`, `equal` and `unordered` instead of `result`; nil where codes are
  /// ordered as `compareCell` has it.
  func comparisonOperator() -> OperatorCell?

  /// What a code stands for, in machine words.
  func number(of code: UInt32) -> MachineNumber
  /// The code nearest to a finite number, in machine words.
  ///
  /// With `sticky` the number lies between `significand` and `significand + 1` units of `2^exponent`, and the
  /// significand has at least two bits more than the format's.
  func code(_ number: MachineNumber, sticky: Bool, overflow: Overflow) -> UInt32
  /// The code of a result that is no number.
  var notANumber: UInt32 { get }
  /// The code of an infinite result, or what stands for it.
  func infinity(negative: Bool) -> UInt32

  /// `encode((-1)^negative * significand * 2^exponent)`: saturating, and every zero is +0.
  func encode(negative: Bool, significand: UInt64, exponent: Int) -> UInt32

  /// The code of `a * b`.
  func multiply(_ a: UInt32, _ b: UInt32, overflow: Overflow) -> UInt32
  /// The code of `a + b`; numbers that cancel make +0.
  func add(_ a: UInt32, _ b: UInt32, overflow: Overflow) -> UInt32
  /// The code of `a - b`.
  func subtract(_ a: UInt32, _ b: UInt32, overflow: Overflow) -> UInt32
  /// The code of the opposite value.
  func negate(_ a: UInt32) -> UInt32
  /// How `a` compares with `b`.
  func compare(_ a: UInt32, _ b: UInt32) -> Comparison
  /// The exact sum of exact products, rounded once (a quire). Buffers are of one length, up to 2^31 codes.
  func fusedDot(_ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>, overflow: Overflow) -> UInt32
  /// `start + a[0] * b[0] + a[1] * b[1] + ...` in this order, each product and each sum rounded.
  func roundedDot(
    from start: UInt32, _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>, overflow: Overflow
  ) -> UInt32

  /// `a` times each of `bs`; `results` has the length of `bs`.
  func multiply(
    _ a: UInt32, _ bs: UnsafeBufferPointer<UInt32>, into results: UnsafeMutableBufferPointer<UInt32>,
    overflow: Overflow)
  /// `a` plus each of `bs`; `results` has the length of `bs`.
  func add(
    _ a: UInt32, _ bs: UnsafeBufferPointer<UInt32>, into results: UnsafeMutableBufferPointer<UInt32>,
    overflow: Overflow)
}

/// What results become that are larger than every value of a format with infinities.
package enum Overflow: Hashable, Sendable {
  /// An infinity, by IEEE 754.
  case toInfinity
  /// The largest value of that sign. Formats without infinities always do this.
  case saturate
}

/// `(-1)^negative * significand * 2^exponent`, an infinity, or no number.
package struct MachineNumber: Hashable, Sendable {
  /// Which of the three it is.
  package enum Kind: UInt8, Hashable, Sendable {
    case finite, infinite, notANumber
  }

  /// Whether the other fields say a number.
  package var kind: Kind
  /// The sign, which counts for zeros and infinities too.
  package var negative: Bool
  /// 0 for zero, whose sign counts.
  package var significand: UInt64
  /// The weight of the significand's lowest bit, as a power of two.
  package var exponent: Int

  @inline(__always)
  /// A number of its parts; for infinities and what is no number significand and exponent say nothing.
  package init(kind: Kind = .finite, negative: Bool, significand: UInt64, exponent: Int) {
    self.kind = kind
    self.negative = negative
    self.significand = significand
    self.exponent = exponent
  }
}
