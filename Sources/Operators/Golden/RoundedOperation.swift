internal import Arithmetic

/// Multiply, add and subtract of a format with an arithmetic of its own.
struct RoundedOperation: OperatorFunction {
  enum Operation { case multiply, add, subtract }

  private let format: any OperatorFormat
  private let operation: Operation

  init(_ format: any OperatorFormat, _ operation: Operation) {
    self.format = format
    self.operation = operation
  }

  func evaluate(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>,
    into results: UnsafeMutableBufferPointer<UInt64>
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: a.count) { codes in
      var start = 0
      while start < a.count {
        var end = start + 1
        while end < a.count, a[end] == a[start] { end += 1 }
        run(
          a[start], UnsafeBufferPointer(rebasing: b[start..<end]),
          into: UnsafeMutableBufferPointer(rebasing: codes[start..<end]))
        start = end
      }
      for index in a.indices { results[index] = UInt64(codes[index]) }
    }
  }

  /// One first operand with many others.
  private func run(
    _ a: UInt32, _ b: UnsafeBufferPointer<UInt32>, into codes: UnsafeMutableBufferPointer<UInt32>
  ) {
    switch operation {
    case .multiply: format.multiply(a, b, into: codes, overflow: .toInfinity)
    case .add: format.add(a, b, into: codes, overflow: .toInfinity)
    case .subtract:
      for index in b.indices { codes[index] = format.subtract(a, b[index], overflow: .toInfinity) }
    }
  }

  func exact(_ a: [UInt32], _ b: [UInt32]) -> ExtendedValue? {
    let (x, y) = (format.extended(a[0]), format.extended(b[0]))
    return switch operation {
    case .multiply: x * y
    case .add: x + y
    case .subtract: x + -y
    }
  }
}
