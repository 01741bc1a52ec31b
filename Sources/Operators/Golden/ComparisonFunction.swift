internal import Arithmetic

/// `{unordered, equal, less}` of two codes.
struct ComparisonFunction: OperatorFunction {
  let format: any NumberFormat

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    for index in a.indices { results[index] = bits(a[index], b[index]) }
  }

  private func bits(_ a: UInt32, _ b: UInt32) -> UInt64 {
    if let format = format as? any OperatorFormat {
      return switch format.compare(a, b) {
      case .less: 1
      case .equal: 2
      case .greater: 0
      case .unordered: 4
      }
    }
    let (x, y) = (format.order(of: a), format.order(of: b))
    return x < y ? 1 : x == y ? 2 : 0
  }

  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? { nil }
}
