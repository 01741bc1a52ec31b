import CZlib

/// Inflates a gzip stream piece by piece; several members after one another are one stream, as in gzip itself.
final class Inflater {
  private let name: String
  private let pieces: ByteSource.Pieces
  private var stream = z_stream()
  private var input: [UInt8]
  private var position = 0
  /// Whether the last byte taken was the end of a member.
  private var atMemberEnd = false

  /// - Parameter first: the stream's first bytes, already taken from `pieces`.
  init(name: String, first: [UInt8], pieces: @escaping ByteSource.Pieces) throws(Failure) {
    self.name = name
    self.pieces = pieces
    self.input = first
    // 15 bits of window, and 16 to take the gzip header instead of zlib's.
    let status = inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw Failure(.tool, at: name, "zlib does not start (status \(status))") }
  }

  deinit { inflateEnd(&stream) }

  /// The next inflated bytes; empty at the end.
  func next() throws(Failure) -> [UInt8] {
    while true {
      if position == input.count {
        input = try pieces()
        position = 0
        if input.isEmpty {
          guard atMemberEnd else { throw Failure(at: name, "the gzip stream is cut off") }
          return []
        }
      }
      if atMemberEnd { try startMember() }
      let output = try inflateInput()
      if !output.isEmpty { return output }
    }
  }

  private func startMember() throws(Failure) {
    guard input[position] == 0x1F, inflateReset(&stream) == Z_OK else {
      throw Failure(at: name, "holds bytes after the end of its gzip stream")
    }
    atMemberEnd = false
  }

  private func inflateInput() throws(Failure) -> [UInt8] {
    var status = Z_OK
    let start = position
    let output = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, used in
      input.withUnsafeMutableBufferPointer { bytes in
        stream.next_in = bytes.baseAddress.map { $0 + start }
        stream.avail_in = UInt32(bytes.count - start)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        status = inflate(&stream, Z_NO_FLUSH)
        position = bytes.count - Int(stream.avail_in)
      }
      used = buffer.count - Int(stream.avail_out)
    }
    atMemberEnd = status == Z_STREAM_END
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      throw Failure(at: name, "the gzip stream is damaged (zlib status \(status))")
    }
    return output
  }
}
