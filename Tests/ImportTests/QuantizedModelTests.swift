import Driver
import Foundation
import NetworkIR
import Quantize
import QuantizedIR
import TestTools
import Testing

/// Trained QONNX models, unmodified and without a plan, against the PyPI package qonnx, code for code.
@Suite struct QuantizedModelTests {
  static let models = ["TFC_1W1A", "TFC_2W2A", "qkeras_jettagging"]
  static let count = 200

  @Test(
    .enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"),
    arguments: models.filter { Oracle.model($0) != nil }, [11])
  func codesAreThoseOfQONNX(_ name: String, seed: UInt64) throws {
    let path = try #require(Oracle.model(name))
    let run = try QuantizedRun(model: path, count: Self.count, seed: seed)
    try withTemporaryFolder { folder in
      func floats(_ name: String) throws -> [Float] {
        try Oracle.floats(folder.appendingPathComponent("\(name).f32"))
      }
      try run.reals.withUnsafeBytes { try Data($0).write(to: folder.appendingPathComponent("input.f32")) }
      try Oracle.script("run_qonnx.py", [path, folder.path, "\(Self.count)"])
      var compared = 0
      for layer in try run.frontEnd.network.fusedLayers() where layer.quantization != nil {
        let last = try #require(run.frontEnd.network.nodes.first { $0.name == layer.result })
        let found = run.mismatches(layer.node.name, expected: try floats(last.origin))
        #expect(found.wrong == 0, "\(last.origin), seed \(seed): \(found)")
        compared += found.of
      }
      let found = run.mismatches(run.frontEnd.quantized.output, expected: try floats("output"))
      #expect(found.wrong == 0, "output, seed \(seed): \(found)")
      // Every quantizer's tensor and the output were really compared.
      #expect(compared > Self.count * 90 && found.of == Self.count * (name == "qkeras_jettagging" ? 5 : 10))
    }
  }

  @Test(
    .disabled(if: models.allSatisfy { Oracle.model($0) != nil }, "every shared model is here"),
    arguments: models.filter { Oracle.model($0) == nil }
  )
  func sharedModelIsAbsent(_ model: String) { withKnownIssue("\(model) is not here") { Issue.record("absent") } }
}
