import Foundation

/// One run of the built command.
struct CommandRun {
  var exitCode: Int32
  var output: String
  var errors: String

  /// The command stands beside the test bundle.
  static var executable: URL {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "mantissa")
  }

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  init(_ arguments: String...) throws { try self.init(arguments) }

  init(_ arguments: [String], environment: [String: String] = [:], folder: String = "/") throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "mantissa-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    // Files, as a pipe that is not read in time would stop the command.
    let streams = try ["out", "err"].map { name in
      let file = scratch.appending(path: name)
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
      return (file: file, handle: try FileHandle(forWritingTo: file))
    }
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = streams[0].handle
    process.standardError = streams[1].handle
    try process.run()
    process.waitUntilExit()
    exitCode = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = try String(contentsOf: streams[0].file, encoding: .utf8)
    errors = try String(contentsOf: streams[1].file, encoding: .utf8)
  }
}
