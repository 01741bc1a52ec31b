/// The blocks of several arrays in turn: `counts[i]` elements of array i, then of the next, until all are used.
package func interleaved<T: BitwiseCopyable>(_ arrays: [[T]], counts: [Int]) -> [T] {
  guard let first = arrays.first, let count = counts.first, count > 0 else { return [] }
  let (turns, period) = (first.count / count, counts.reduce(0, +))
  return [T](unsafeUninitializedCapacity: turns * period) { result, used in
    used = turns * period
    guard var out = result.baseAddress else { return }
    for (array, count) in zip(arrays, counts) {
      array[..<(turns * count)].withUnsafeBufferPointer { array in
        guard let array = array.baseAddress else { return }
        for turn in 0..<turns { (out + turn * period).update(from: array + turn * count, count: count) }
      }
      out += count
    }
  }
}

/// `count` elements from `first` on of every `period` elements.
package func cropped<T>(_ values: [T], period: Int, first: Int, count: Int) -> [T] {
  var result: [T] = []
  result.reserveCapacity(values.count / period * count)
  for start in stride(from: first, to: values.count, by: period) { result += values[start..<start + count] }
  return result
}

/// The blocks of every `extent` blocks at places `before + i * step`, and `value` everywhere else.
package func spread<T>(
  _ values: [T], block: Int, extent: Int, before: Int, step: Int, after: Int, value: T
) -> [T] {
  var result: [T] = []
  let outputs = before + (extent - 1) * step + 1 + after
  result.reserveCapacity(values.count / extent * outputs)
  for turn in stride(from: 0, to: values.count, by: block * extent) {
    for place in 0..<outputs {
      let (index, between) = (place - before).quotientAndRemainder(dividingBy: step)
      if place >= before, between == 0, index < extent {
        result += values[turn + index * block..<turn + (index + 1) * block]
      } else {
        result += repeatElement(value, count: block)
      }
    }
  }
  return result
}

/// Every block of `block` elements `factor` times, one copy after another.
package func repeated<T: BitwiseCopyable>(_ values: [T], block: Int, factor: Int) -> [T] {
  [T](unsafeUninitializedCapacity: values.count * factor) { result, used in
    used = values.count * factor
    values.withUnsafeBufferPointer { values in
      guard var out = result.baseAddress, let values = values.baseAddress else { return }
      for start in stride(from: 0, to: used / factor, by: block) {
        for _ in 0..<factor {
          out.update(from: values + start, count: block)
          out += block
        }
      }
    }
  }
}
