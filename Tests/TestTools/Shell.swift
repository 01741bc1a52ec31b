package import Foundation

/// What a program printed, both streams together, and its exit code.
package struct Finished: Sendable {
  package var status: Int32
  package var output: String
}

/// Runs a program that the tests need, found on the path, in `folder`.
package func run(_ program: String, _ arguments: [String], in folder: URL) throws -> Finished {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [program] + arguments
  process.currentDirectoryURL = folder
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Finished(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
}

/// Calls `body` with a new folder, which is removed after.
package func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
