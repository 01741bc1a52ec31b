/// Every index along an axis several times: nearest-neighbour upsampling and broadcasting.
package struct Repetition: Hashable, Codable, Sendable {
  package static let kind = "repetition"

  package var axis: StreamAxis
  package var factor: Int

  package init(axis: StreamAxis, factor: Int) {
    self.axis = axis
    self.factor = factor
  }
}

/// Every block `factor` times.
func repeated<T: BitwiseCopyable>(_ values: [T], block: Int, factor: Int) -> [T] {
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
