import Driver
import Emit
import Foundation
import ModelTools
import ONNX
import SwiftProtobuf
import Testing
import Verify

/// Layers and files with names that mean something to tools, or to the emitted files themselves.
@Suite struct NameTests {
  static let hostile = [
    "tb", "top", "core", "tapped", "final", "Final", "always", "s_axis", "m_axis", "u_x", "x_tvalid", "input", "output",
    "loop", "guard", "result", "aclk", "tb_matrix", "TB", "名前", "1st", "mantissa_fifo", "argmax", "end", "signal",
    "folder", "a b\"c", String(repeating: "long/", count: 40) + String(repeating: "x", count: 80),
  ]

  @Test(arguments: ["nn", "mantissa_skid", "module", "模型 v2"])
  func designsHaveLegalNames(_ file: String) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-names-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var model = TinyModel.make()
    model.graph.input = [TinyModel.value("tapped", [1, 2])]
    model.graph.initializer = [TinyModel.floats("w", [2, 2])]
    var last = "tapped"
    model.graph.node = Self.hostile.enumerated().map { index, name in
      let made = index == Self.hostile.count - 1 ? "y" : "\(index)"
      var node = TinyModel.node("MatMul", [last, "w"], [made])
      node.name = name
      last = made
      return node
    }
    let path = "\(folder)/\(file).onnx"
    try model.serializedData().write(to: URL(fileURLWithPath: path))
    let design = "\(folder)/design"
    _ = try compile(CompileOptions(model: path, calibration: "random", output: design))
    let manifest = try Manifest(folder: design)
    #expect(manifest.layers.count == Self.hostile.count)
    let modules = manifest.layers.map { $0.module.lowercased() }
    #expect(Set(modules).count == modules.count)
    let report = try await verify(
      VerifyRequest(folder: design, options: VerifyOptions(simulator: .icarus, frames: 2, stalls: .random, seed: 1)))
    #expect(report.passed && report.wordsCompared == 4, "\(report.problems)")
  }
}
