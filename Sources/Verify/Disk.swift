internal import Foundation
internal import Support

/// File operations whose errors are `Failure`s.
enum Disk {
  static func makeFolder(_ path: String) throws(Failure) {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw failure(path, error)
    }
  }

  static func copy(_ source: String, to target: String) throws(Failure) {
    do { try FileManager.default.copyItem(atPath: source, toPath: target) } catch { throw failure(source, error) }
  }

  /// Puts a file in its place at once, across file systems too; one that is there already is replaced.
  static func move(_ source: String, to target: String, keepSource: Bool = false) throws(Failure) {
    let near = target + "." + UUID().uuidString
    try copy(source, to: near)
    guard rename(near, target) == 0 else {
      try? FileManager.default.removeItem(atPath: near)
      throw Failure(at: target, "the file cannot be written: \(String(cString: strerror(errno)))")
    }
    if !keepSource { try? FileManager.default.removeItem(atPath: source) }
  }

  private static func failure(_ path: String, _ error: any Error) -> Failure {
    Failure(at: path, (error as NSError).localizedDescription)
  }
}
