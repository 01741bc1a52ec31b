import Foundation

/// Bytes that are read once, front to back, from a file or from memory; gzip is inflated on the way.
///
/// Only what is asked for is read and inflated, so a header that promises more than the file holds costs nothing.
package final class ByteSource {
  /// Gives the next piece of the stream; an empty one is its end.
  package typealias Pieces = () throws(Failure) -> [UInt8]

  /// The file's name in messages.
  package let name: String
  private let next: Pieces
  private var buffer: [UInt8] = []
  private var position = 0

  /// The bytes of `pieces`, inflated when they start with the magic number of gzip.
  package init(name: String, pieces: @escaping Pieces) throws(Failure) {
    self.name = name
    var first: [UInt8] = []
    while first.count < 2 {
      let piece = try pieces()
      guard !piece.isEmpty else { break }
      first += piece
    }
    guard first.starts(with: [0x1F, 0x8B]) else {
      buffer = first
      next = pieces
      return
    }
    let inflater = try Inflater(name: name, first: first, pieces: pieces)
    next = inflater.next
  }

  /// The bytes of a file in memory.
  package convenience init(name: String, bytes: [UInt8]) throws(Failure) {
    var rest: [UInt8]? = bytes
    try self.init(name: name) { () throws(Failure) -> [UInt8] in
      defer { rest = nil }
      return rest ?? []
    }
  }

  /// The bytes of the file at `path`.
  package convenience init(path: String) throws(Failure) {
    let file = try OpenFile(path: path)
    try self.init(name: path, pieces: file.next)
  }

  /// The next `count` bytes, or as many as there are.
  package func read(upTo count: Int) throws(Failure) -> [UInt8] {
    var result: [UInt8] = []
    // Once some are there the rest is likely, and an array that grows is copied.
    while result.count < count {
      if result.count > 1 << 24 { result.reserveCapacity(count) }
      if position == buffer.count {
        buffer = try next()
        position = 0
        if buffer.isEmpty { break }
      }
      let taken = min(count - result.count, buffer.count - position)
      result += buffer[position..<position + taken]
      position += taken
    }
    return result
  }

  /// The next `count` bytes; throws when the file ends before, saying what they were to be.
  package func read(_ count: Int, for part: String) throws(Failure) -> [UInt8] {
    let bytes = try read(upTo: count)
    guard bytes.count == count else {
      throw Failure(at: name, "ends inside \(part): \(count) bytes are expected, \(bytes.count) are there")
    }
    return bytes
  }

  /// Throws unless every byte has been read.
  package func expectEnd() throws(Failure) {
    guard try read(upTo: 1).isEmpty else {
      throw Failure(at: name, "holds more bytes than its header says")
    }
  }
}

/// A file that is open for reading, closed with the last reference.
private final class OpenFile {
  private let path: String
  private let stream: UnsafeMutablePointer<FILE>

  init(path: String) throws(Failure) {
    guard let stream = fopen(path, "rb") else {
      throw Failure(at: path, "cannot be read: \(String(cString: strerror(errno)))")
    }
    self.path = path
    self.stream = stream
  }

  deinit { fclose(stream) }

  func next() throws(Failure) -> [UInt8] {
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, used in
      used = fread(buffer.baseAddress, 1, buffer.count, stream)
    }
    guard !bytes.isEmpty || ferror(stream) == 0 else {
      throw Failure(at: path, "cannot be read: \(String(cString: strerror(errno)))")
    }
    return bytes
  }
}
