internal import Foundation
internal import Support

/// What lies in an output folder, by who put it there. Paths are below the folder, in order.
struct FolderContent {
  private let folder: String
  /// Files that the manifest lists with other digests.
  private(set) var altered: [String] = []
  /// Files, links and other things that no manifest lists, and folders of such only; `build/` left out.
  private(set) var strangers: [String] = []
  /// What lies in `build/`.
  private var built: [String] = []

  /// Empty when there is no folder; throws when there is something else, or when it cannot be read.
  init(_ folder: String) throws(Failure) {
    self.folder = folder
    guard Disk.status(of: folder) != nil else { return }
    guard Self.isFolder(folder) else { throw Failure(at: folder, "this is a file; the output is a folder") }
    let manifest = Self.digests(folder)
    for path in try Self.entries(folder, "") {
      if manifest != nil, path == "build" || path.hasPrefix("build/") {
        built.append(path)
      } else if path == "manifest.json", manifest != nil {
        continue
      } else if let digest = manifest?[path], Self.isFile("\(folder)/\(path)") {
        let data = FileManager.default.contents(atPath: "\(folder)/\(path)")
        if data.map({ SHA256.hex(of: Array($0)) }) != digest { altered.append(path) }
      } else if !Self.isFolder("\(folder)/\(path)")
        || manifest?.keys.contains(where: { $0.hasPrefix(path + "/") }) != true
      {
        // All but a folder whose files are gone.
        strangers.append(path)
      }
    }
  }

  /// The digests that the manifest of a folder of Mantissa lists, by path; nil when it is no such folder.
  private static func digests(_ folder: String) -> [String: String]? {
    struct Origin: Decodable {
      var generator: String
      var hashes: [String: String]?
    }
    guard isFile(folder + "/manifest.json"), let data = FileManager.default.contents(atPath: folder + "/manifest.json"),
      let origin = try? JSONDecoder().decode(Origin.self, from: data), origin.generator == Manifest.generatorName
    else { return nil }
    return origin.hashes ?? [:]
  }

  private static func isFile(_ path: String) -> Bool { (Disk.status(of: path)?.st_mode ?? 0) & S_IFMT == S_IFREG }

  private static func isFolder(_ path: String) -> Bool { (Disk.status(of: path)?.st_mode ?? 0) & S_IFMT == S_IFDIR }

  /// All that is no folder, and folders that are empty.
  private static func entries(_ folder: String, _ below: String) throws(Failure) -> [String] {
    let path = below.isEmpty ? folder : "\(folder)/\(below)"
    guard isFolder(path) else { return [below] }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
      throw Disk.failure(path, "the folder cannot be read", error)
    }
    var found: [String] = names.isEmpty && !below.isEmpty ? [below] : []
    for name in names { found += try entries(folder, below.isEmpty ? name : "\(below)/\(name)") }
    return found
  }

  /// Gives another folder what no manifest lists, as links to the same files, so that they are nowhere missing at any
  /// time. Throws when one of them stands where one of `files` goes.
  func keep(in other: String, beside files: FileSet) throws(Failure) {
    for path in strangers + built {
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
