import Driver
import Emit
import Foundation
import ModelTools
import ONNX
import Support
import SwiftProtobuf
import Testing
import Verify

/// Networks of views, quantizers or a softmax only, and samples in the model's own shape before any view.
@Suite struct SmallestTests {
  /// The nodes of a model with input `x` of six elements and output `y`, and the stages of its machine.
  struct Network: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var nodes: [[String]]
    var stages: [String]
  }

  static let networks = [
    Network(testDescription: "view", nodes: [["Flatten", "x", "y"]], stages: ["skid"]),
    Network(testDescription: "softmax", nodes: [["Softmax", "x", "y"]], stages: ["skid"]),
    Network(testDescription: "order", nodes: [["Transpose", "x", "y"]], stages: ["reorder", "skid"]),
    Network(
      testDescription: "quantizer",
      nodes: [["QuantizeLinear", "x,scale,point", "q"], ["DequantizeLinear", "q,scale,point", "y"]], stages: ["skid"]),
  ]

  @Test(arguments: networks) func machinesAreAsSmall(_ network: Network) async throws {
    try await Self.withFolder { folder in
      var model = TinyModel.make()
      model.graph.input = [TinyModel.value("x", [1, 2, 3])]
      model.graph.initializer = [
        TinyModel.floats("scale", []), TinyModel.tensor("point", [], type: 3, Data([3])),
      ]
      model.graph.node = network.nodes.map { words in
        TinyModel.node(
          words[0], words[1].split(separator: ",").map(String.init), [words[2]],
          words[0] == "Transpose" ? ["perm": [0, 2, 1]] : [:])
      }
      let path = "\(folder)/model.onnx"
      try model.serializedData().write(to: URL(fileURLWithPath: path))
      let inspected = try inspect(InspectOptions(model: path))
      let compiled = try compile(CompileOptions(model: path, calibration: "random", output: "\(folder)/design"))
      #expect(inspected.problems == [] && inspected.hardware?.cyclesPerFrame == compiled.cyclesPerFrame)
      let manifest = try Manifest(folder: "\(folder)/design")
      #expect(manifest.layers.flatMap(\.stages).map(\.kind) == network.stages)
      let report = try await verify(
        VerifyRequest(
          folder: "\(folder)/design",
          options: VerifyOptions(simulator: .icarus, frames: 3, stalls: .heavy, seed: 2)))
      #expect(report.passed && report.wordsCompared == 18, "\(report.problems)")
    }
  }

  /// The first layer reads blocks of 2x2 pixels as channels; samples are 1x4x4 all the same.
  @Test func samplesHaveTheModelsShape() async throws {
    try await Self.withFolder { folder in
      var model = TinyModel.make()
      model.graph.input = [TinyModel.value("x", [0, 1, 4, 4])]
      model.graph.initializer = [
        TinyModel.integers("parts", [6], [1, 1, 2, 2, 2, 2]), TinyModel.integers("blocks", [4], [1, 4, 2, 2]),
        TinyModel.floats("w", [2, 4, 1, 1]),
      ]
      model.graph.node = [
        TinyModel.node("Reshape", ["x", "parts"], ["p"]),
        TinyModel.node("Transpose", ["p"], ["t"], ["perm": [0, 1, 3, 5, 2, 4]]),
        TinyModel.node("Reshape", ["t", "blocks"], ["b"]), TinyModel.node("Conv", ["b", "w"], ["y"]),
      ]
      let path = "\(folder)/model.onnx"
      try model.serializedData().write(to: URL(fileURLWithPath: path))
      let samples = "\(folder)/samples.idx"
      func write(_ shape: [UInt8]) throws {
        let header: [UInt8] = [0, 0, 8, UInt8(shape.count)] + shape.flatMap { [0, 0, 0, $0] }
        try Data(header + (0..<32).map { UInt8($0) }).write(to: URL(fileURLWithPath: samples))
      }
      try write([2, 1, 4, 4])
      _ = try compile(CompileOptions(model: path, calibration: samples, output: "\(folder)/design"))
      let words = try String(contentsOfFile: "\(folder)/design/vectors/input.hex", encoding: .utf8)
      // Row, column, then the pixels of a block.
      let first = words.split(separator: "\n").prefix(16).compactMap { Int($0, radix: 16) }
      #expect(first == [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15])
      try write([2, 2, 8])
      let failure = #expect(throws: Failure.self) {
        try compile(CompileOptions(model: path, calibration: samples, output: "\(folder)/other"))
      }
      #expect(failure?.description.contains("[1, 4, 4]") == true, "\(String(describing: failure))")
    }
  }

  private static func withFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-small-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
  }
}
