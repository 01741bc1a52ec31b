internal import Arithmetic
internal import Foundation
package import Support

/// Relative errors of an operator's results against the exact ones.
package struct ErrorStatistics: Sendable {
  /// Rows with an exact result that is not 0 and a result that is a number.
  package private(set) var count = 0
  /// The mean relative error.
  package private(set) var mean = 0.0
  /// The mean of its magnitude.
  package private(set) var meanAbsolute = 0.0
  /// The errors of least and greatest value.
  package private(set) var low = 0.0
  /// The highest relative error.
  package private(set) var high = 0.0
  /// The operands of the error of greatest magnitude.
  package private(set) var worst: (a: [UInt32], b: [UInt32])?
  /// The relative error of every pair that counts.
  package private(set) var errors: [Double] = []

  /// No pairs.
  package init() {}

  /// The error of greatest magnitude.
  package var worstError: Double { -low > high ? low : high }

  /// Rows of a block; the mean is brought up to date at the end of each.
  package mutating func add(_ block: PairBlock, of made: Operator) {
    let results = block.evaluate(made)
    let (words, terms) = (made.resultWords, made.terms)
    for row in 0..<block.count {
      let codes = row * terms..<(row + 1) * terms
      let (a, b) = (Array(block.a[codes]), block.b.isEmpty ? [] : Array(block.b[codes]))
      let result = Array(results[row * words..<(row + 1) * words])
      guard let error = made.relativeError(a, b, result) else { continue }
      if abs(error) > max(-low, high) { worst = (a, b) }
      low = min(low, error)
      high = max(high, error)
      errors.append(error)
    }
    count = errors.count
    guard count > 0 else { return }
    mean = errors.reduce(0, +) / Double(count)
    meanAbsolute = errors.reduce(0) { $0 + abs($1) } / Double(count)
  }

  /// Shares of the errors in `bins` equal steps from the lowest to the highest.
  package func histogram(bins: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: bins)
    let span = high > low ? high - low : 1
    for error in errors { counts[min(bins - 1, Int((error - low) / span * Double(bins)))] += 1 }
    return counts.map { $0 / Double(max(count, 1)) }
  }
}

extension Operator {
  /// The value of a result; nil for infinities, what is no number, and comparisons.
  package func value(of result: [UInt64]) -> Dyadic? {
    switch self.result {
    case .code(let format): return format.number.value(of: UInt32(truncatingIfNeeded: result[0]))
    case .integer(let width, let lsb):
      var sum = Dyadic.zero
      for (index, word) in result.enumerated() { sum = sum + Dyadic(word, exponent: 64 * index) }
      let isNegative = result[(width - 1) / 64] >> UInt64((width - 1) % 64) & 1 == 1
      let signed = isNegative ? sum - Dyadic(1, exponent: width) : sum
      return signed * Dyadic(1, exponent: lsb)
    case .comparison: return nil
    }
  }

  /// `(result - exact) / exact`; nil where one is no number or the exact one is 0.
  package func relativeError(_ a: [UInt32], _ b: [UInt32], _ result: [UInt64]) -> Double? {
    guard case .number(let exact)? = function.exact(a, b), let found = value(of: result) else { return nil }
    let difference = found - exact
    if difference == .zero { return 0 }
    // The quotient of the significands, as the numbers themselves may be past what a double holds.
    let quotient = Dyadic(difference.significand).double / Dyadic(exact.significand).double
    return scalbn(quotient, difference.exponent - exact.exponent)
  }
}
