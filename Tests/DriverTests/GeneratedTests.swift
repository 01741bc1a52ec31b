import Foundation
import Testing

/// What is committed under `generated/` is what the command makes today.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct GeneratedTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let images = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: images), "the Debian package dataset-fashion-mnist is not installed"))
  func lenetIsMadeAgainToTheByte() throws {
    try check("lenet5", [])
    try check("lenet5-hls", ["--backend", "hls"])
  }

  @Test func cellsAreListedAgainToTheByte() throws {
    let run = try CommandRun(["operator", "cells"])
    #expect(run.exitCode == 0, "\(run.errors)")
    let committed = try String(contentsOf: Self.root.appending(path: "generated/cells.md"), encoding: .utf8)
    #expect(run.output == committed, "generated/cells.md differs: run `make generated` and look at the change")
    #expect(committed.count { $0 == "#" } > 150)
  }

  private func check(_ folder: String, _ options: [String]) throws {
    let output = FileManager.default.temporaryDirectory.appending(path: "mantissa-generated-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let example = Self.root.appending(path: "Examples/lenet5").path
    let run = try CommandRun(
      [
        "compile", example + "/lenet5.onnx", "--plan", example + "/fixed8.yml", "--calibrate", Self.images, "-o",
        output.path,
      ] + options)
    #expect(run.exitCode == 0, "\(run.errors)")
    let made = try files(output)
    let committed = try files(Self.root.appending(path: "generated/\(folder)"))
    #expect(made.keys.sorted() == committed.keys.sorted())
    #expect(made.count > 30)
    for (path, bytes) in made {
      #expect(
        bytes == committed[path], "generated/\(folder)/\(path) differs: run `make generated` and look at the change")
    }
  }

  /// The files of a folder, simulators that were built in it excluded.
  private func files(_ folder: URL) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where !path.hasPrefix("build") {
      var isFolder: ObjCBool = false
      let file = folder.appending(path: path)
      if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue {
        result[path] = try Data(contentsOf: file)
      }
    }
    return result
  }
}
