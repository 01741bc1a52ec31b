/// The type of a tensor's elements in an ONNX file, as far as this package reads it.
package enum ElementType: String, Sendable, Hashable {
  case float32 = "float"
  case float16, bfloat16
  case float64 = "double"
  case int4, uint4, int8, uint8, int16, uint16, int32, uint32, int64, bool

  init?(_ code: Int32) {
    switch code {
    case 1: self = .float32
    case 2: self = .uint8
    case 3: self = .int8
    case 4: self = .uint16
    case 5: self = .int16
    case 6: self = .int32
    case 7: self = .int64
    case 9: self = .bool
    case 10: self = .float16
    case 11: self = .float64
    case 12: self = .uint32
    case 16: self = .bfloat16
    case 21: self = .uint4
    case 22: self = .int4
    default: return nil
    }
  }

  /// Whether the values are floating-point numbers.
  package var isReal: Bool {
    switch self {
    case .float32, .float16, .bfloat16, .float64: true
    case .int4, .uint4, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .bool: false
    }
  }

  /// Bits of one element in a tensor's raw data; two of four bits share a byte, the first in the low half.
  var bitCount: Int {
    switch self {
    case .int4, .uint4: 4
    case .int8, .uint8, .bool: 8
    case .float16, .bfloat16, .int16, .uint16: 16
    case .float32, .int32, .uint32: 32
    case .float64, .int64: 64
    }
  }

  /// The integers that the type holds, where it may be a quantizer's.
  package var quantizedRange: (lowest: Int, highest: Int)? {
    switch self {
    case .int4: (-8, 7)
    case .uint4: (0, 15)
    case .int8: (-128, 127)
    case .uint8: (0, 255)
    case .int16: (-32768, 32767)
    case .uint16: (0, 65535)
    case .float16, .bfloat16, .float32, .float64, .int32, .uint32, .int64, .bool: nil
    }
  }

  /// The type of an ONNX type code; nil for those that are not read.
  package static func coded(_ code: Int) -> ElementType? { Int32(exactly: code).flatMap { ElementType($0) } }

  /// The ONNX name of a type code, for messages about types that are not read.
  static func name(of code: Int32) -> String {
    let names: [Int32: String] = [
      0: "undefined", 8: "string", 13: "uint64", 14: "complex64", 15: "complex128", 17: "float8e4m3fn",
      18: "float8e4m3fnuz", 19: "float8e5m2", 20: "float8e5m2fnuz", 23: "float4e2m1",
    ]
    return ElementType(code)?.rawValue ?? names[code] ?? "\(code)"
  }
}
