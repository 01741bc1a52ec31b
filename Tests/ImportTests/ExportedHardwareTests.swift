import Driver
import Foundation
import TestTools
import Testing
import Verify

/// Models of other tools to Verilog, without a plan: every output word of the simulation is the golden model's.
@Suite struct ExportedHardwareTests {
  static let hasVerilator = (try? run("verilator", ["--version"], in: Oracle.root))?.status == 0
  /// Outputs a frame.
  static let models = [
    "TFC_1W1A": 10, "TFC_2W2A": 10, "qkeras_jettagging": 5, "brevitas_qonnx": 4, "brevitas_bipolar": 4,
    "brevitas_qdq": 4, "torch_ort_qdq": 4, "ort_keras_qdq": 4, "pytorch_residual": 4, "pytorch_mlp_leaky": 4,
    "keras_nhwc": 4, "torch_legacy_padding": 96, "keras_same_padding": 3, "qdq_lowest_padding": 18, "gather_last": 3,
  ]
  /// Those without number formats of their own.
  static let floats: Set = [
    "pytorch_residual", "pytorch_mlp_leaky", "keras_nhwc", "torch_legacy_padding", "keras_same_padding", "gather_last",
  ]

  @Test(
    .enabled(if: hasVerilator, "verilator is not on this machine"),
    arguments: models.keys.sorted().filter { Oracle.model($0) != nil })
  func designsAgreeWithTheirGoldenModels(_ name: String) async throws {
    let path = try #require(Oracle.model(name))
    let outputs = try #require(Self.models[name])
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let compiled = try compile(
      CompileOptions(model: path, calibration: Self.floats.contains(name) ? "random" : nil, output: folder))
    let report = try await verify(
      VerifyRequest(folder: folder, options: VerifyOptions(simulator: .verilator, stalls: .random, seed: 5)))
    #expect(report.passed, "\(name), seed 5: \(report.mismatches) mismatches, \(report.problems)")
    #expect(report.frames >= 4 && report.wordsCompared == report.frames * outputs, "\(report.wordsCompared)")
    #expect(report.cyclesPerFrame == compiled.cyclesPerFrame)
    #expect(try lint(design: URL(fileURLWithPath: folder)) == "")
  }

  /// A quantizer that no hardware can be is refused before anything is written.
  @Test(.enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)")) func refusedModelsLeaveNothing() throws {
    try withTemporaryFolder { folder in
      try Oracle.script("make_quantized.py", [folder.path, "3"])
      let models = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("hostile_") }
      #expect(models.count > 20)
      for model in models {
        let output = folder.appendingPathComponent("out").path
        #expect(throws: (any Error).self, "\(model)") {
          try compile(CompileOptions(model: folder.appendingPathComponent(model).path, output: output))
        }
        #expect(!FileManager.default.fileExists(atPath: output), "\(model)")
      }
    }
  }
}
