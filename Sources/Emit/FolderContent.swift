internal import Foundation
internal import Support

/// What lies in an output folder, by who put it there. Paths are below the folder, in order.
struct FolderContent {
  private let folder: String
  /// The digests that the folder's manifest lists, by path; nil when it is no folder of Mantissa.
  private let manifest: [String: String]?
  /// Folders that files of the manifest are in.
  private let folders: Set<String>
  /// Files that the manifest lists with other digests.
  private(set) var altered: [String] = []
  /// Files, links and other things that no manifest lists, and folders of such only; `build/` left out.
  private(set) var strangers: [String] = []
  /// Whether there are strangers beyond those.
  private(set) var hasMore = false

  /// Empty when there is no folder; throws when there is something else, or when it cannot be read.
  ///
  /// - Parameter most: strangers after which no further one is looked for.
  init(_ folder: String, most: Int) throws(Failure) {
    self.folder = folder
    let isThere = Disk.status(of: folder) != nil
    guard !isThere || Self.isFolder(folder) else {
      throw Failure(at: folder, "this is a file; the output is a folder")
    }
    manifest = Self.digests(folder)
    folders = Set((manifest ?? [:]).keys.flatMap(Self.parents))
    guard isThere else { return }
    altered = (manifest ?? [:]).filter { path, digest in
      Self.isFile("\(folder)/\(path)") && SHA256.hex(ofFile: "\(folder)/\(path)") != digest
    }.keys.sorted()
    try look(below: "", most: most)
  }

  /// The digests that the manifest of a folder of Mantissa lists, by path; nil when it is no such folder.
  private static func digests(_ folder: String) -> [String: String]? {
    struct Origin: Decodable {
      var generator: String
      var hashes: [String: String]?
    }
    let path = folder + "/manifest.json"
    guard isFile(path), let data = try? WholeFile.bytes(path),
      let origin = try? JSONDecoder().decode(Origin.self, from: data), origin.generator == Manifest.generatorName
    else { return nil }
    return (origin.hashes ?? [:]).filter { !$0.key.split(separator: "/").contains("..") }
  }

  /// The folders that a path goes through.
  private static func parents(_ path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
  }

  private static func isFile(_ path: String) -> Bool { (Disk.status(of: path)?.st_mode ?? 0) & S_IFMT == S_IFREG }

  private static func isFolder(_ path: String) -> Bool { (Disk.status(of: path)?.st_mode ?? 0) & S_IFMT == S_IFDIR }

  /// Looks for strangers; those of a folder of many have not all to be seen to refuse it.
  private mutating func look(below: String, most: Int) throws(Failure) {
    let names = try names(below)
    // All but a folder whose files are gone.
    if names.isEmpty, !below.isEmpty, !folders.contains(below) { strangers.append(below) }
    for name in names {
      let path = below.isEmpty ? name : "\(below)/\(name)"
      if manifest != nil, path == "build" || path == "manifest.json" { continue }
      if strangers.count >= most {
        hasMore = true
        return
      }
      if Self.isFolder("\(folder)/\(path)") {
        try look(below: path, most: most)
      } else if manifest?[path] == nil || !Self.isFile("\(folder)/\(path)") {
        strangers.append(path)
      }
    }
  }

  /// What lies in a folder, in order.
  private func names(_ below: String) throws(Failure) -> [String] {
    let path = below.isEmpty ? folder : "\(folder)/\(below)"
    do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
      throw Disk.failure(path, "the folder cannot be read", error)
    }
  }

  /// All that is no folder, and folders that are empty.
  private func entries(_ below: String) throws(Failure) -> [String] {
    guard Self.isFolder("\(folder)/\(below)") else { return [below] }
    let names = try names(below)
    var found: [String] = names.isEmpty ? [below] : []
    for name in names { found += try entries("\(below)/\(name)") }
    return found
  }

  /// Gives another folder what no manifest lists, as links to the same files, so that they are nowhere missing at any
  /// time. Throws when one of them stands where one of `files` goes.
  ///
  /// - Precondition: there are no more strangers than are known.
  func keep(in other: String, beside files: FileSet) throws(Failure) {
    let hasBuilt = manifest != nil && Disk.status(of: "\(folder)/build") != nil
    for path in strangers + (hasBuilt ? try entries("build") : []) {
      if let file = files.paths.first(where: { $0 == path || $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") }) {
        throw Failure(at: "\(folder)/\(path)", "Mantissa did not write this, and the design has a file '\(file)'")
      }
      let (source, target) = ("\(folder)/\(path)", "\(other)/\(path)")
      try Disk.makeFolder(URL(fileURLWithPath: target).deletingLastPathComponent().path)
      // Folders, links and disks without hard links are copied.
      if link(source, target) != 0 { try Disk.copy(source, to: target) }
    }
  }
}
