import Foundation
import Support
import SwiftProtobuf

/// Why a tensor of a file could not be read.
struct TensorDefect: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

extension ONNXTensor {
  /// Reads a tensor; throws where its type is not read, its data are elsewhere or do not fill its shape.
  init(_ proto: Onnx_TensorProto) throws(TensorDefect) {
    if proto.dataLocation == .external || !proto.externalData.isEmpty {
      throw TensorDefect("its data are in another file; save the model with all tensors in one file")
    }
    if proto.hasSegment { throw TensorDefect("it is stored in segments, which are not supported") }
    guard let type = ElementType(proto.dataType) else {
      throw TensorDefect("its element type '\(ElementType.name(of: proto.dataType))' is not supported")
    }
    let shape = proto.dims.map { Int($0) }
    guard let count = elementCount(of: shape) else {
      throw TensorDefect("its shape \(shape) is negative or has more than \(largestElementCount) elements")
    }
    let elements =
      try proto.hasRawData
      ? Self.raw(proto.rawData, type: type, count: count) : Self.typed(proto, type: type, count: count)
    self.init(type: type, shape: shape, elements: elements)
  }

  private static func raw(_ data: Data, type: ElementType, count: Int) throws(TensorDefect) -> Elements {
    guard data.count == (count * type.bitCount + 7) / 8 else {
      throw TensorDefect(
        "it has \(data.count) bytes of data; its shape needs \(count) elements of "
          + (type.bitCount < 8 ? "\(type.bitCount) bits" : "\(type.bitCount / 8) bytes"))
    }
    let bytes = [UInt8](data)
    func integer<T: FixedWidthInteger>(_: T.Type, _ index: Int) -> T {
      bytes.withUnsafeBytes {
        T(littleEndian: $0.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
      }
    }
    func integers<T: FixedWidthInteger>(_: T.Type) -> Elements {
      .integer((0..<count).map { Int64(integer(T.self, $0)) })
    }
    switch type {
    case .float32: return .real((0..<count).map { Double(Float(bitPattern: integer(UInt32.self, $0))) })
    case .float64: return .real((0..<count).map { Double(bitPattern: integer(UInt64.self, $0)) })
    case .float16: return .real((0..<count).map { half(integer(UInt16.self, $0)) })
    case .bfloat16: return .real((0..<count).map { brain(integer(UInt16.self, $0)) })
    case .int4: return .integer(nibbles(bytes, count).map { $0 < 8 ? $0 : $0 - 16 })
    case .uint4: return .integer(nibbles(bytes, count))
    case .int8: return integers(Int8.self)
    case .uint8: return integers(UInt8.self)
    case .int16: return integers(Int16.self)
    case .uint16: return integers(UInt16.self)
    case .int32: return integers(Int32.self)
    case .uint32: return integers(UInt32.self)
    case .int64: return integers(Int64.self)
    case .bool: return .integer(bytes.map { $0 == 0 ? 0 : 1 })
    }
  }

  private static func typed(
    _ proto: Onnx_TensorProto, type: ElementType, count: Int
  ) throws(TensorDefect) -> Elements {
    func checked<T>(_ values: [T]) throws(TensorDefect) -> [T] {
      guard values.count == count else {
        throw TensorDefect("it has \(values.count) elements of data; its shape needs \(count)")
      }
      return values
    }
    func narrow(_ range: ClosedRange<Int32>) throws(TensorDefect) -> Elements {
      let values = try checked(proto.int32Data)
      guard values.allSatisfy(range.contains) else {
        throw TensorDefect("it has values that its element type '\(type.rawValue)' does not")
      }
      return .integer(values.map { Int64($0) })
    }
    switch type {
    case .float32: return .real(try checked(proto.floatData).map { Double($0) })
    case .float64: return .real(try checked(proto.doubleData))
    case .float16: return .real(try checked(proto.int32Data).map { half(UInt16(truncatingIfNeeded: $0)) })
    case .bfloat16: return .real(try checked(proto.int32Data).map { brain(UInt16(truncatingIfNeeded: $0)) })
    case .int4, .uint4:
      // Every number holds a byte of the raw data.
      let bytes = proto.int32Data.map { UInt8(truncatingIfNeeded: $0) }
      guard bytes.count == (count + 1) / 2 else {
        throw TensorDefect("it has \(bytes.count) pairs of data; its shape needs \(count) elements")
      }
      return try raw(Data(bytes), type: type, count: count)
    case .int8: return try narrow(-128...127)
    case .uint8: return try narrow(0...255)
    case .int16: return try narrow(-32768...32767)
    case .uint16: return try narrow(0...65535)
    case .int32: return try narrow(Int32.min...Int32.max)
    case .bool: return try narrow(0...1)
    case .int64: return .integer(try checked(proto.int64Data))
    case .uint32: return .integer(try checked(proto.uint64Data).map { Int64(truncatingIfNeeded: $0 & 0xFFFF_FFFF) })
    }
  }
}

/// Elements of four bits, two a byte, the first in the low half.
private func nibbles(_ bytes: [UInt8], _ count: Int) -> [Int64] {
  (0..<count).map { Int64(bytes[$0 / 2] >> UInt8($0 % 2 * 4) & 15) }
}

/// The value of an IEEE 754 half-precision bit pattern.
private func half(_ bits: UInt16) -> Double {
  let exponent = Int(bits >> 10 & 31)
  let fraction = Double(bits & 1023) / 1024
  let sign: Double = bits >> 15 == 0 ? 1 : -1
  switch exponent {
  case 0: return sign * fraction * 0x1p-14
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default: return sign * Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
  }
}

/// The value of a bfloat16 bit pattern: the upper half of a float's.
private func brain(_ bits: UInt16) -> Double { Double(Float(bitPattern: UInt32(bits) << 16)) }
