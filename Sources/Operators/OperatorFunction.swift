package import Arithmetic

/// What an operator computes, by the golden arithmetic.
package protocol OperatorFunction: Sendable {
  /// The results of some rows.
  ///
  /// `a` and `b` hold the operands' codes row after row, `b` being empty where there is one operand; `results` takes each
  /// row's result in 64-bit words, the lowest first, bits above the result's width being 0.
  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>)

  /// The exact result of one row, which the operator rounds or approximates; nil where there is none to compare with.
  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue?
}

extension OperatorFunction {
  /// The result of one row in `words` words.
  package func result(_ a: [UInt32], _ b: [UInt32], words: Int) -> [UInt64] {
    var results = [UInt64](repeating: 0, count: words)
    a.withUnsafeBufferPointer { x in
      b.withUnsafeBufferPointer { y in results.withUnsafeMutableBufferPointer { evaluate(x, y, into: $0) } }
    }
    return results
  }
}
