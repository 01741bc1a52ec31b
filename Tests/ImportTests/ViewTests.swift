import Driver
import Foundation
import Import
import NetworkIR
import Support
import TestTools
import Testing
import Verify

/// Models whose operators read tensors in other orders than they stream.
@Suite struct ViewTests {
  struct Case: Decodable {
    var name: String
    var count: Int
    /// Of a sample, and of the output.
    var shape: [Int]
    var output: [Int]
    /// Whether that is the index of the largest.
    var isIndex: Bool
  }

  /// Random chains of views, layers and joins, exact: all numbers are small integers.
  @Test(.enabled(if: Oracle.python != nil, "\(Oracle.absence)"), arguments: [11, 12])
  func elementsAreWhereOnnxruntimeHasThem(_ seed: Int) throws {
    try withTemporaryFolder { folder in
      try Oracle.script("view_cases.py", [folder.path, "\(seed)", "150"])
      let list = try Data(contentsOf: folder.appendingPathComponent("cases.json"))
      let cases = try JSONDecoder().decode([Case].self, from: list)
      #expect(cases.count > 120)
      var moved = 0
      for item in cases {
        let path = folder.appendingPathComponent(item.name).path
        let network = try importModel(at: "\(path).onnx")
        let input = try Oracle.floats(URL(fileURLWithPath: "\(path).input.f32"))
        let expected = try Oracle.floats(URL(fileURLWithPath: "\(path).output.f32"))
        let found = try NetworkExecutor(network).output(network.input.order.apply(input), batch: item.count)
        #expect((network.outputOrder?.apply(found) ?? found) == expected, "\(item.name)")
        // Images alone leave in another order than the model's: channel last.
        if network.outputOrder != nil { #expect([3, 4].contains(item.output.count), "\(item.name)") }
        moved += network.nodes.count { type(of: $0.operation).kind == "rearrangement" }
      }
      #expect(moved > 50)
    }
  }

  /// What the golden model and the hardware give, too: float32 keeps small integers exact.
  @Test(.enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
  func wordsAreWhereOnnxruntimeHasThem() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-views-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Oracle.script("view_cases.py", [folder, "7", "40"])
    let list = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/cases.json"))
    let cases = try JSONDecoder().decode([Case].self, from: list)
    try "input: {format: fp32}\ndefaults: {weights: fp32, activations: fp32}\n"
      .write(toFile: "\(folder)/plan.yml", atomically: true, encoding: .utf8)
    var (simulated, compared) = (0, 0)
    for item in cases {
      let path = "\(folder)/\(item.name)"
      let design = "\(folder)/\(item.name)_design"
      _ = try compile(
        CompileOptions(
          model: "\(path).onnx", plan: "\(folder)/plan.yml", calibration: "\(path).npy", output: design))
      if try importModel(at: "\(path).onnx").outputOrder == nil, !item.isIndex {
        let words = try String(contentsOfFile: "\(design)/vectors/expected.hex", encoding: .utf8)
        let found = words.split(separator: "\n").compactMap { UInt32($0, radix: 16) }.map { Float(bitPattern: $0) }
        #expect(try found == Oracle.floats(URL(fileURLWithPath: "\(path).output.f32")), "\(item.name)")
        compared += found.count
      }
      if !item.isIndex {
        // Labels are the model's own classes.
        let found = try evaluate(
          EvaluateOptions(
            model: "\(path).onnx", plan: "\(folder)/plan.yml", images: "\(path).npy", labels: "\(path).labels.npy"))
        #expect(found.top1Float == 1 && found.top1Golden == 1, "\(item.name)")
      }
      let sources = try String(contentsOfFile: "\(design)/scripts/files.f", encoding: .utf8)
      guard sources.contains("mantissa_reorder"), simulated < 6 else { continue }
      simulated += 1
      let report = try await verify(
        VerifyRequest(
          folder: design,
          options: VerifyOptions(simulator: .icarus, stalls: simulated % 2 == 0 ? .random : .heavy, seed: 3)))
      #expect(report.passed && report.wordsCompared > 0, "\(item.name): \(report.problems)")
    }
    #expect(simulated == 6 && compared > 500)
  }
}
