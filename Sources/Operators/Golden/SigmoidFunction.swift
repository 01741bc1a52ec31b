internal import Arithmetic
internal import Foundation
internal import Support

/// The fast sigmoid of posits without exponent bits.
struct SigmoidFunction: OperatorFunction {
  let format: PositFormat

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    for index in a.indices { results[index] = UInt64(format.fastSigmoid(a[index])) }
  }

  /// The logistic function in double precision.
  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? {
    guard let x = format.double(of: a[0]) else { return nil }
    return Dyadic(1 / (1 + exp(-x))).map { ExtendedValue($0) }
  }
}
