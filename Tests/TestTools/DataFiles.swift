import CZlib
import Foundation

/// Bytes of data files, made for tests.
package enum DataFiles {
  package static func idx(type: UInt8 = 8, shape: [Int], elements: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)]
      + shape.flatMap { extent in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: extent >> $0) } } + elements
  }

  package static func npy(
    _ type: String, shape: String, elements: [UInt8], version: UInt8 = 1, fortran: Bool = false
  ) -> [UInt8] {
    let order = fortran ? "True" : "False"
    return npy(header: "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }", elements, version)
  }

  package static func npy(header: String, _ elements: [UInt8], _ version: UInt8 = 1) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length = (0..<(version < 2 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + elements
  }

  /// One gzip member; zlib's `level` says how hard it tries.
  package static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
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

  package static func bytes<T: FixedWidthInteger>(littleEndian values: [T]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }
}
