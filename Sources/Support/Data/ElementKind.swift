/// The type of the elements in a data file.
package enum ElementKind: String, Sendable, CaseIterable {
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float16, float32, float64

  /// Bytes an element.
  package var size: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16, .float16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  package var isInteger: Bool {
    switch self {
    case .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64: true
    case .float16, .float32, .float64: false
    }
  }

  /// The values of `bytes`, or nil when an integer is past the range of `Int64`.
  ///
  /// - Precondition: `bytes` holds whole elements.
  func values(of bytes: [UInt8], bigEndian: Bool) -> Samples.Values? {
    func words<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
      bytes.withUnsafeBytes { raw in
        stride(from: 0, to: raw.count, by: MemoryLayout<T>.size).map {
          let word = raw.loadUnaligned(fromByteOffset: $0, as: T.self)
          return bigEndian ? T(bigEndian: word) : T(littleEndian: word)
        }
      }
    }
    switch self {
    case .uint8: return .uint8(bytes)
    case .int8: return .int8(bytes.map { Int8(bitPattern: $0) })
    case .uint16: return .integers(words(UInt16.self).map { Int64($0) })
    case .int16: return .integers(words(Int16.self).map { Int64($0) })
    case .uint32: return .integers(words(UInt32.self).map { Int64($0) })
    case .int32: return .integers(words(Int32.self).map { Int64($0) })
    case .uint64:
      let all = words(UInt64.self)
      return all.allSatisfy { $0 >> 63 == 0 } ? .integers(all.map { Int64($0) }) : nil
    case .int64: return .integers(words(Int64.self))
    case .float16: return .floats(words(UInt16.self).map { Float(Float16(bitPattern: $0)) })
    case .float32: return .floats(words(UInt32.self).map { Float(bitPattern: $0) })
    case .float64: return .floats(words(UInt64.self).map { Float(Double(bitPattern: $0)) })
    }
  }
}
