internal import Foundation
package import Support
internal import SystemPackage

extension FileSet {
  /// Writes the files as a folder, all or none.
  ///
  /// They are written into a sibling of the folder, which then takes its place. A folder that is there already is
  /// replaced only when it is empty or when its manifest says that Mantissa made it. Throws a `Failure` and leaves
  /// everything as it was when something cannot be written.
  package func write(to path: String) throws(Failure) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
    do {
      try Self.checkReplaceable(target)
      let parent = target.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      let staging = parent.appending(path: ".\(target.lastPathComponent).\(UUID().uuidString)")
      do {
        try fill(staging)
        try Self.swap(staging, into: target)
      } catch {
        try? FileManager.default.removeItem(at: staging)
        throw error
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        at: path, "the output folder cannot be written: \((error as NSError).localizedDescription)",
        notes: ["nothing was changed"])
    }
  }

  private static func checkReplaceable(_ target: URL) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw Failure(at: target.path, "this is a file; the output is a folder")
    }
    let content = try FileManager.default.contentsOfDirectory(atPath: target.path)
    guard !content.isEmpty, !wasMadeByMantissa(target) else { return }
    throw Failure(
      at: target.path, "the folder is not empty and was not made by Mantissa",
      notes: ["name a new folder with -o, or empty this one"])
  }

  private static func wasMadeByMantissa(_ folder: URL) -> Bool {
    struct Origin: Decodable { var generator: String }
    let data = FileManager.default.contents(atPath: folder.appending(path: "manifest.json").path) ?? Data()
    return (try? JSONDecoder().decode(Origin.self, from: data))?.generator == Manifest.generatorName
  }

  private func fill(_ folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    for path in paths {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      // Unlike `Data.write`, without waiting for the disk after every file.
      let descriptor = try FileDescriptor.open(
        FilePath(file.path), .writeOnly, options: [.create, .exclusiveCreate],
        permissions: FilePermissions(rawValue: executables.contains(path) ? 0o777 : 0o666))
      try descriptor.closeAfter { _ = try descriptor.writeAll((texts[path] ?? "").utf8) }
    }
  }

  /// Renames `staging` to `target`; what was there is moved aside first, and back when the rename fails.
  private static func swap(_ staging: URL, into target: URL) throws {
    guard FileManager.default.fileExists(atPath: target.path) else {
      return try FileManager.default.moveItem(at: staging, to: target)
    }
    let aside = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).\(UUID().uuidString).old")
    try FileManager.default.moveItem(at: target, to: aside)
    do { try FileManager.default.moveItem(at: staging, to: target) } catch {
      try? FileManager.default.moveItem(at: aside, to: target)
      throw error
    }
    try? FileManager.default.removeItem(at: aside)
  }
}
