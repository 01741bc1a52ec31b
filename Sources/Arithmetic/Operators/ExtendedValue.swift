package import Support

/// An exact number, or what else IEEE 754 arithmetic yields: one of two zeros, an infinity, or no number.
///
/// Operations are exact; rounding is a format's affair (`OperatorFormat.code`). Source: IEEE 754-2019, 6 and 7.2.
package enum ExtendedValue: Hashable, Sendable {
  case zero(negative: Bool)
  /// Any number but zero.
  case number(Dyadic)
  case infinity(negative: Bool)
  case notANumber

  /// The value of a number; +0 for zero.
  package init(_ value: Dyadic) { self = value == .zero ? .zero(negative: false) : .number(value) }

  /// Whether the sign is set; false for what is no number.
  package var isNegative: Bool {
    switch self {
    case .zero(let negative), .infinity(let negative): negative
    case .number(let value): value < .zero
    case .notANumber: false
    }
  }
}

extension ExtendedValue {
  /// The opposite, of zeros too.
  package static prefix func - (a: ExtendedValue) -> ExtendedValue {
    switch a {
    case .zero(let negative): .zero(negative: !negative)
    case .number(let value): .number(-value)
    case .infinity(let negative): .infinity(negative: !negative)
    case .notANumber: .notANumber
    }
  }

  /// The product; zero times infinity is no number.
  package static func * (a: ExtendedValue, b: ExtendedValue) -> ExtendedValue {
    let negative = a.isNegative != b.isNegative
    switch (a, b) {
    case (.notANumber, _), (_, .notANumber), (.infinity, .zero), (.zero, .infinity): return .notANumber
    case (.infinity, _), (_, .infinity): return .infinity(negative: negative)
    case (.zero, _), (_, .zero): return .zero(negative: negative)
    case (.number(let x), .number(let y)): return .number(x * y)
    }
  }

  /// The sum; numbers that cancel make +0, and only two negative zeros make -0.
  package static func + (a: ExtendedValue, b: ExtendedValue) -> ExtendedValue {
    switch (a, b) {
    case (.notANumber, _), (_, .notANumber): return .notANumber
    case (.infinity(let x), .infinity(let y)): return x == y ? a : .notANumber
    case (.infinity, _): return a
    case (_, .infinity): return b
    case (.zero(let x), .zero(let y)): return .zero(negative: x && y)
    case (.zero, _): return b
    case (_, .zero): return a
    case (.number(let x), .number(let y)): return ExtendedValue(x + y)
    }
  }

  /// How two values compare: zeros are equal, and nothing compares with what is no number.
  package func compared(with other: ExtendedValue) -> Comparison {
    if self == .notANumber || other == .notANumber { return .unordered }
    if case .infinity = self, self == other { return .equal }
    switch self + -other {
    case .zero: return .equal
    case let difference: return difference.isNegative ? .less : .greater
    }
  }
}

/// How two codes compare by value.
package enum Comparison: String, Hashable, Sendable {
  case less, equal, greater
  /// One of them is no number.
  case unordered
}
