extension ElementType {
  /// The value as an element of a floating-point type holds it: the nearest, ties to even.
  package func held(_ value: Double) -> Double {
    switch self {
    case .float32: return Double(Float(value))
    case .float16: return Double(Float16(value))
    case .bfloat16:
      let single = Float(value)
      guard single.isFinite else { return Double(single) }
      // Half of the last place that stays, less one where that place is even.
      let bits = UInt64(single.bitPattern)
      return Double(Float(bitPattern: UInt32((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)))
    case .float64, .int4, .uint4, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .bool: return value
    }
  }

  /// The value as an element of an integer type holds it: its lowest bits, as ONNX's runtimes do; of `bool` whether it is
  /// not 0.
  package func held(_ value: Int64) -> Int64 {
    switch self {
    case .int4: (value << 60) >> 60
    case .uint4: value & 15
    case .int8: Int64(Int8(truncatingIfNeeded: value))
    case .uint8: Int64(UInt8(truncatingIfNeeded: value))
    case .int16: Int64(Int16(truncatingIfNeeded: value))
    case .uint16: Int64(UInt16(truncatingIfNeeded: value))
    case .int32: Int64(Int32(truncatingIfNeeded: value))
    case .uint32: Int64(UInt32(truncatingIfNeeded: value))
    case .bool: value == 0 ? 0 : 1
    case .int64, .float32, .float16, .bfloat16, .float64: value
    }
  }
}
