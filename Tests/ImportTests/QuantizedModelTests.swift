import Driver
import Foundation
import NetworkIR
import Quantize
import QuantizedIR
import Support
import TestTools
import Testing

/// Trained QONNX models, unmodified and without a plan, against the PyPI package qonnx, code for code.
@Suite struct QuantizedModelTests {
  /// Outputs of each.
  static let models = [
    "TFC_1W1A": 10, "TFC_2W2A": 10, "qkeras_jettagging": 5, "brevitas_qonnx": 4, "brevitas_bipolar": 4,
  ]
  static var names: [String] { models.keys.sorted() }
  static let count = 200

  @Test(
    .enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"),
    arguments: names.filter { Oracle.model($0) != nil }, [11])
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
        let expected = try floats(last.origin)
        let found = run.mismatches(layer.node.name, expected: streamed(expected, last.shape))
        #expect(found.wrong == 0, "\(last.origin), seed \(seed): \(found)")
        compared += found.of
      }
      let found = run.mismatches(run.frontEnd.quantized.output, expected: try floats("output"))
      #expect(found.wrong == 0, "output, seed \(seed): \(found)")
      // Every quantizer's tensor and the output were really compared.
      #expect(compared > Self.count * 20 && found.of == Self.count * (Self.models[name] ?? 0))
    }
  }

  /// Values of many samples, in which channels come first, as they stream.
  private func streamed(_ values: [Float], _ shape: Shape) -> [Float] {
    let (pixels, channels) = (shape.pixels, shape.channels)
    return values.indices.map { place in
      let (sample, rest) = place.quotientAndRemainder(dividingBy: pixels * channels)
      return values[sample * pixels * channels + rest % channels * pixels + rest / channels]
    }
  }

  @Test(
    .disabled(if: names.allSatisfy { Oracle.model($0) != nil }, "every shared model is here"),
    arguments: names.filter { Oracle.model($0) == nil }
  )
  func sharedModelIsAbsent(_ model: String) { withKnownIssue("\(model) is not here") { Issue.record("absent") } }
}
