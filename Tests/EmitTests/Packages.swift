import Emit
import Foundation
import Support
import Testing
import Tools

/// Programs and packages that read what is emitted; `make oracles` installs those of PyPI.
enum Packages {
  private static let programs = FileManager.default.currentDirectoryPath + "/.build/packaging/bin"
  static let areHere = FileManager.default.fileExists(atPath: ".build/packaging/ready")

  static func has(_ tool: String) -> Bool { (try? Tool.find(tool)) != nil }

  /// The sample's folder, and its sources as arguments.
  static func withDesign(_ body: (_ folder: String, _ sources: [String]) async throws -> Void) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      try await body(folder, Manifest(folder: folder + "/out").sources.map { "out/" + $0 })
    }
  }

  @discardableResult static func run(
    _ tool: String, _ arguments: [String], in folder: String, path: String? = nil, limit: Int = 300
  ) async throws -> String {
    let environment = [
      "PATH": [programs, path, ProcessInfo.processInfo.environment["PATH"]].compactMap { $0 }.joined(separator: ":")
    ]
    let run = try await Tool.find(tool, path: environment["PATH"]).run(
      arguments, in: folder, limit: .seconds(limit), environment: environment)
    #expect(run.succeeded, "\(tool): \(run.output.suffix(2000))")
    return run.output
  }
}
