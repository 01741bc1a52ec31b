package import Foundation

/// Files that are read as a whole, up to a size that their kind never needs.
package enum WholeFile {
  /// The file's bytes; throws where it cannot be read, is no regular file, or is larger than `most` bytes.
  package static func bytes(_ path: String, most: Int = 1 << 28) throws(Failure) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
      let handle = FileHandle(forReadingAtPath: path)
    else { throw Failure(at: path, "the file cannot be read") }
    defer { try? handle.close() }
    let data: Data
    do { data = try handle.read(upToCount: most + 1) ?? Data() } catch {
      throw Failure(at: path, "the file cannot be read")
    }
    guard data.count <= most else {
      throw Failure(at: path, "the file is too large; \(most >> 20) MiB are read at most")
    }
    return data
  }

  /// The same as text; what is no UTF-8 is replaced.
  package static func text(_ path: String, most: Int = 1 << 28) throws(Failure) -> String {
    String(decoding: try bytes(path, most: most), as: UTF8.self)
  }
}
