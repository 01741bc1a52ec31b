internal import Support

/// The operations of a format by definition: exact values, the exact result, one rounding.
///
/// Slow, and written apart from the machine's arithmetic in `OperatorFormat`, which is tested against it.
package struct OperatorDefinition: Sendable {
  /// The format of operands and results.
  package var format: any OperatorFormat
  /// What becomes of results that are too large.
  package var overflow: Overflow

  /// The operations of a format under a rule for results that are too large.
  package init(_ format: any OperatorFormat, overflow: Overflow = .toInfinity) {
    self.format = format
    self.overflow = overflow
  }

  /// The code of `a * b`.
  package func multiply(_ a: UInt32, _ b: UInt32) -> UInt32 {
    format.code(format.extended(a) * format.extended(b), overflow: overflow)
  }

  /// The code of `a + b`.
  package func add(_ a: UInt32, _ b: UInt32) -> UInt32 {
    format.code(format.extended(a) + format.extended(b), overflow: overflow)
  }

  /// The code of `a - b`.
  package func subtract(_ a: UInt32, _ b: UInt32) -> UInt32 {
    format.code(format.extended(a) + -format.extended(b), overflow: overflow)
  }

  /// The code of `-a`.
  package func negate(_ a: UInt32) -> UInt32 { format.code(-format.extended(a), overflow: overflow) }

  /// How `a` compares with `b`.
  package func compare(_ a: UInt32, _ b: UInt32) -> Comparison {
    let (left, right) = (format.extended(a), format.extended(b))
    let comparison = left.compared(with: right)
    guard format.ordersNotANumber, comparison == .unordered else { return comparison }
    return left == right ? .equal : left == .notANumber ? .less : .greater
  }

  /// The exact sum of exact products, rounded once; no products make +0.
  package func fusedDot(_ a: [UInt32], _ b: [UInt32]) -> UInt32 {
    let products = zip(a, b).map { format.extended($0) * format.extended($1) }
    return format.code(products.dropFirst().reduce(products.first ?? .zero(negative: false), +), overflow: overflow)
  }

  /// The code of another format's value.
  package func convert(_ code: UInt32, from source: any NumberFormat) -> UInt32 {
    format.code(source.extendedValue(of: code), overflow: overflow)
  }
}

extension NumberFormat {
  /// What a code stands for; no number where it has no value and the format has no arithmetic of its own.
  package func extendedValue(of code: UInt32) -> ExtendedValue {
    if let format = self as? any OperatorFormat { return format.extended(code) }
    return value(of: code).map { ExtendedValue($0) } ?? .notANumber
  }
}
