import Foundation

/// What Package.swift declares, as `swift package dump-package` prints it.
struct Manifest: Decodable {
  struct Target: Decodable {
    var name: String
    var type: String
    var path: String?
    var dependencies: [Dependency]

    var isCode: Bool { ["regular", "executable", "test"].contains(type) }

    /// The folder of its sources below the package's root.
    var folder: String { path ?? (type == "test" ? "Tests/" : "Sources/") + name }
  }

  /// `{"byName": ["Support", null]}` or `{"product": ["Yams", "Yams", null, null]}`; the first is the module's name.
  struct Dependency: Decodable {
    var name: String

    init(from decoder: any Decoder) throws {
      let forms = try decoder.singleValueContainer().decode([String: [Entry]].self)
      guard case .name(let name) = forms.values.first?.first else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no name"))
      }
      self.name = name
    }

    private enum Entry: Decodable {
      case name(String)
      case other

      init(from decoder: any Decoder) throws {
        self = (try? decoder.singleValueContainer().decode(String.self)).map { .name($0) } ?? .other
      }
    }
  }

  var targets: [Target]

  /// The package's root folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Reads the manifest of this package. The scratch folder is its own, as the build holds a lock on the usual one.
  static func dump() throws -> Manifest {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "mantissa-manifest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "dump-package", "--package-path", root.path, "--scratch-path", scratch.path,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try JSONDecoder().decode(Manifest.self, from: data)
  }
}
