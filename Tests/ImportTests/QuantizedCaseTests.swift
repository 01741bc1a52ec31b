import Driver
import Foundation
import Import
import NetworkIR
import QuantizedIR
import Support
import TestTools
import Testing

/// Small models as quantizing front ends export them: golden codes against qonnx and onnxruntime.
@Suite struct QuantizedCaseTests {
  struct Case: Codable {
    var name: String
    var oracle: String
    /// Whether the output is compared as integers.
    var integers: Bool
    /// onnxruntime leaves convolutions of int8 codes between quantizers in floats.
    var floats = false
    /// Part of the message that refuses the model; nil where it compiles.
    var problem: String?
  }

  private static let count = 40

  @Test(.enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"), arguments: [1, 2] as [UInt64])
  func codesAreThoseOfTheOracles(_ seed: UInt64) throws {
    try withTemporaryFolder { folder in
      try Oracle.script("make_quantized.py", [folder.path, "\(seed)"])
      let list = try Data(contentsOf: folder.appendingPathComponent("cases.json"))
      let cases = try JSONDecoder().decode([Case].self, from: list)
      let supported = cases.filter { $0.problem == nil }
      #expect(supported.count > 30 && cases.count - supported.count > 20)
      for item in cases where item.problem != nil { expectRefusal(item, in: folder) }
      try expectOracleCodes(supported, in: folder, seed: seed)
    }
  }

  /// What PyTorch's and onnxruntime's quantizers exported, see `export_models.py`.
  @Test(.enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"), arguments: [1, 2] as [UInt64])
  func exportedCodesAreOnnxruntimes(_ seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let cases = try ["brevitas_qdq", "torch_ort_qdq", "ort_keras_qdq"].map { name in
        let source = URL(fileURLWithPath: try #require(Oracle.model(name)))
        try FileManager.default.copyItem(at: source, to: folder.appendingPathComponent("\(name).onnx"))
        return Case(name: name, oracle: "onnxruntime", integers: false)
      }
      try JSONEncoder().encode(cases).write(to: folder.appendingPathComponent("cases.json"))
      try expectOracleCodes(cases, in: folder, seed: seed)
    }
  }

  /// The small models of the shared folder whose words were other ones, or which were refused.
  @Test(
    .enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"),
    .enabled(if: Oracle.sharedCase("brevitas_prelu") != nil, "the shared cases are not here"),
    arguments: [1, 2] as [UInt64])
  func sharedCodesAreTheOracles(_ seed: UInt64) throws {
    let oracles = [
      "brevitas_prelu": "qonnx", "concat_without_quantizer": "qonnx", "multithreshold": "qonnx",
      "quant_floor_first": "qonnx",
      "one_quantizer_only": "onnxruntime", "pad_lowest_maxpool": "onnxruntime", "q_matmul_pc": "onnxruntime",
      "qdq_bias_own_scale": "onnxruntime",
    ]
    try withTemporaryFolder { folder in
      let cases = try oracles.sorted { $0.key < $1.key }.map { name, oracle in
        let source = URL(fileURLWithPath: try #require(Oracle.sharedCase(name)))
        try FileManager.default.copyItem(at: source, to: folder.appendingPathComponent("\(name).onnx"))
        return Case(name: name, oracle: oracle, integers: false)
      }
      try JSONEncoder().encode(cases).write(to: folder.appendingPathComponent("cases.json"))
      try expectOracleCodes(cases, in: folder, seed: seed)
    }
  }

  private func expectOracleCodes(_ supported: [Case], in folder: URL, seed: UInt64) throws {
    var runs: [String: QuantizedRun] = [:]
    for item in supported {
      do throws(Failure) {
        runs[item.name] = try QuantizedRun(
          model: folder.appendingPathComponent("\(item.name).onnx").path, count: Self.count, seed: seed)
      } catch { Issue.record("\(item.name), seed \(seed): \(error)") }
    }
    for (name, run) in runs {
      for (kind, values) in [("input", run.reals), ("codes", run.integers)] {
        try values.withUnsafeBytes {
          try Data($0).write(to: folder.appendingPathComponent("\(name).\(kind).f32"))
        }
      }
    }
    try Oracle.script("run_quantized.py", [folder.path, "\(Self.count)"])
    for item in supported {
      guard let run = runs[item.name] else { continue }
      let expected = try Oracle.floats(folder.appendingPathComponent("\(item.name).output.f32"))
      let found = run.mismatches(run.frontEnd.quantized.output, expected: expected, areCodes: item.integers)
      #expect(
        found.wrong <= (item.floats ? found.of / 50 : 0) && found.of >= Self.count,
        "\(item.name), seed \(seed): \(found)")
    }
  }

  private func expectRefusal(_ item: Case, in folder: URL) {
    let path = folder.appendingPathComponent("\(item.name).onnx").path
    do throws(Failure) {
      _ = try QuantizedRun(model: path, count: 1, seed: 1)
      Issue.record("\(item.name) compiles")
    } catch {
      #expect(error.kind == .input)
      #expect(error.description.contains(item.problem ?? ""), "\(item.name): \(error)")
    }
  }
}
