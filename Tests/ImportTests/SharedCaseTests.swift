import Driver
import Foundation
import QuantizedIR
import Support
import TestTools
import Testing
import Verify

/// The small models of the shared folder as machines: what locked up, did not lint, had forbidden names, or was too small.
@Suite(.enabled(if: Oracle.sharedCase("dead_a_2_4") != nil, "the shared cases are not here")) struct SharedCaseTests {
  @Test(
    .enabled(if: ExportedHardwareTests.hasVerilator, "no simulators are on this machine"),
    arguments: [
      "dead_a_2_4", "dead_inc_2_4", "dense_deadlock", "gap_lint", "name_final", "only_flatten", "one_quantizer_only",
      "brevitas_prelu", "multithreshold", "torch_fpad_legacy", "keras3_same_stride2",
    ])
  func machinesPassEveryWord(_ name: String) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try compile(CompileOptions(model: try #require(Oracle.sharedCase(name)), calibration: "random", output: folder))
    for stalls in [VerifyOptions.Stalls.heavy, .mix] {
      let report = try await verify(
        VerifyRequest(folder: folder, options: VerifyOptions(simulator: .icarus, frames: 3, stalls: stalls, seed: 4)))
      #expect(report.passed && report.wordsCompared > 0, "\(name), \(stalls): \(report.problems)")
    }
    #expect(try lint(design: URL(fileURLWithPath: folder)) == "", "\(name)")
  }

  /// Samples make no design worse: the codes are the oracle's with those beside the model, too.
  @Test(
    .enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"),
    arguments: ["quant_floor_first", "concat_without_quantizer", "qdq_bias_own_scale"])
  func samplesChangeNoFormat(_ name: String) throws {
    let path = try #require(Oracle.sharedCase(name))
    let samples = path.replacingOccurrences(of: ".onnx", with: ".npy")
    let with = try FrontEnd(model: path, plan: nil, calibration: samples, samples: 64).quantized
    let without = try FrontEnd(model: path, plan: nil, calibration: nil, samples: 0).quantized
    #expect(with.types == without.types)
  }

  /// The index of the largest element is that of the model's order.
  @Test(.enabled(if: Oracle.python != nil, "\(Oracle.absence)")) func classesAreTheModels() throws {
    try withTemporaryFolder { folder in
      let path = try #require(Oracle.sharedCase("permuted_classes"))
      try Oracle.script("run_model.py", [path, folder.path, "64", "7", "1"])
      let input = try Oracle.floats(folder.appendingPathComponent("input.f32"))
      let output = try Oracle.floats(folder.appendingPathComponent("output.f32"))
      let labels = stride(from: 0, to: output.count, by: 6).map { first -> UInt8 in
        UInt8((0..<6).max { output[first + $0] < output[first + $1] } ?? 0)
      }
      let images = folder.appendingPathComponent("images.npy")
      let classes = folder.appendingPathComponent("labels.npy")
      let plan = folder.appendingPathComponent("plan.yml")
      try Data(DataFiles.npy("<f4", shape: "(64, 4)", elements: input.withUnsafeBytes { Array($0) })).write(to: images)
      try Data(DataFiles.npy("|u1", shape: "(64,)", elements: labels)).write(to: classes)
      try Data("output: argmax\ndefaults: {activations: fixed<16>, weights: fixed<16>}\n".utf8).write(to: plan)
      let report = try evaluate(
        EvaluateOptions(model: path, plan: plan.path, images: images.path, labels: classes.path))
      #expect(report.top1Golden == 1 && Set(labels).count > 3)
    }
  }
}
