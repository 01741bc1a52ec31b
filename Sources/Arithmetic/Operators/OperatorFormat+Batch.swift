/// Many operations in one call, so that callers of any format pay one dispatch.
extension OperatorFormat {
  package func multiply(
    _ a: UInt32, _ bs: UnsafeBufferPointer<UInt32>, into results: UnsafeMutableBufferPointer<UInt32>,
    overflow: Overflow
  ) {
    let first = number(of: a)
    for index in bs.indices { results[index] = product(first, number(of: bs[index]), overflow) }
  }

  package func add(
    _ a: UInt32, _ bs: UnsafeBufferPointer<UInt32>, into results: UnsafeMutableBufferPointer<UInt32>,
    overflow: Overflow
  ) {
    let first = number(of: a)
    for index in bs.indices { results[index] = sum(first, number(of: bs[index]), overflow) }
  }

  package func roundedDot(
    from start: UInt32, _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>, overflow: Overflow
  ) -> UInt32 {
    precondition(a.count == b.count)
    var result = start
    for index in a.indices {
      result = add(result, multiply(a[index], b[index], overflow: overflow), overflow: overflow)
    }
    return result
  }
}

/// The rule of the format itself: overflow gives an infinity where there are any.
extension OperatorFormat {
  /// The code of `a * b`.
  package func multiply(_ a: UInt32, _ b: UInt32) -> UInt32 { multiply(a, b, overflow: .toInfinity) }
  /// The code of `a + b`.
  package func add(_ a: UInt32, _ b: UInt32) -> UInt32 { add(a, b, overflow: .toInfinity) }
  /// The code of `a - b`.
  package func subtract(_ a: UInt32, _ b: UInt32) -> UInt32 { subtract(a, b, overflow: .toInfinity) }

  /// The exact sum of exact products, rounded once; the arrays are of one length.
  package func fusedDot(_ a: [UInt32], _ b: [UInt32], overflow: Overflow = .toInfinity) -> UInt32 {
    a.withUnsafeBufferPointer { x in b.withUnsafeBufferPointer { fusedDot(x, $0, overflow: overflow) } }
  }

  /// The sum of products in the order of the arrays, each product and each sum rounded.
  package func roundedDot(
    from start: UInt32, _ a: [UInt32], _ b: [UInt32], overflow: Overflow = .toInfinity
  ) -> UInt32 {
    a.withUnsafeBufferPointer { x in
      b.withUnsafeBufferPointer { roundedDot(from: start, x, $0, overflow: overflow) }
    }
  }
}
