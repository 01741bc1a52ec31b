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

  /// Bytes of a value in memory beside the element.
  var valueSize: Int {
    switch self {
    case .uint8, .int8: 0
    case .float16, .float32, .float64: 4
    case .uint16, .int16, .uint32, .int32, .uint64, .int64: 8
    }
  }

  /// Whether elements are whole numbers.
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
    func words<T: FixedWidthInteger, Value>(_ make: (T) -> Value) -> [Value] {
      bytes.withUnsafeBytes { raw in
        stride(from: 0, to: raw.count, by: MemoryLayout<T>.size).map {
          let word = raw.loadUnaligned(fromByteOffset: $0, as: T.self)
          return make(bigEndian ? T(bigEndian: word) : T(littleEndian: word))
        }
      }
    }
    switch self {
    case .uint8: return .uint8(bytes)
    case .int8: return .int8(bytes.map { Int8(bitPattern: $0) })
    case .uint16: return .integers(words { (word: UInt16) in Int64(word) })
    case .int16: return .integers(words { (word: Int16) in Int64(word) })
    case .uint32: return .integers(words { (word: UInt32) in Int64(word) })
    case .int32: return .integers(words { (word: Int32) in Int64(word) })
    case .uint64:
      let all = words { (word: UInt64) in Int64(bitPattern: word) }
      return all.allSatisfy { $0 >= 0 } ? .integers(all) : nil
    case .int64: return .integers(words { (word: Int64) in word })
    case .float16: return .floats(words { (word: UInt16) in Float(Float16(bitPattern: word)) })
    case .float32: return .floats(words { (word: UInt32) in Float(bitPattern: word) })
    case .float64: return .floats(words { (word: UInt64) in Float(Double(bitPattern: word)) })
    }
  }
}
