import CZlib
import Foundation
import Support

/// Bytes of data files, made for tests.
enum DataFiles {
  static func idx(type: UInt8 = 8, shape: [Int], elements: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)]
      + shape.flatMap { extent in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: extent >> $0) } } + elements
  }

  static func npy(
    _ type: String, shape: String, elements: [UInt8], version: UInt8 = 1, fortran: Bool = false
  ) -> [UInt8] {
    let order = fortran ? "True" : "False"
    return npy(header: "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }", elements, version)
  }

  static func npy(header: String, _ elements: [UInt8], _ version: UInt8 = 1) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + elements
  }

  /// One gzip member.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    return [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(bytes.count)))) { buffer, used in
      input.withUnsafeMutableBufferPointer {
        stream.next_in = $0.baseAddress
        stream.avail_in = UInt32($0.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        deflate(&stream, Z_FINISH)
      }
      used = buffer.count - Int(stream.avail_out)
    }
  }

  static func bytes<T: FixedWidthInteger>(littleEndian values: [T]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }
}

extension Samples {
  /// The samples in a file with these bytes.
  static func of(_ bytes: [UInt8], limit: Int? = nil) throws(Failure) -> Samples {
    try read(ByteSource(name: "data", bytes: bytes), limit: limit)
  }

  /// The message with which reading these bytes fails; nil when it succeeds.
  static func complaint(_ bytes: [UInt8], limit: Int? = nil) -> String? {
    do throws(Failure) {
      _ = try of(bytes, limit: limit)
      return nil
    } catch { return error.description }
  }
}
