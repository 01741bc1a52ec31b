import Foundation
import Import
import NetworkIR
import TestTools
import Testing

/// Trained networks against onnxruntime.
@Suite struct ModelTests {
  struct Model: Sendable, CustomTestStringConvertible {
    var name: String
    /// Standard deviation of the random inputs.
    var scale: Float
    var layers: Int
    var testDescription: String { name }
  }

  static let models = [
    Model(name: "lenet5", scale: 1, layers: 16),
    Model(name: "mpwn_fbtbf", scale: 1, layers: 16),
    Model(name: "three_layer_keras", scale: 1, layers: 7),
    Model(name: "conv2d_small_mp_keras", scale: 1, layers: 10),
    Model(name: "mlperf_tiny_kws_dscnn", scale: 50, layers: 20),
    Model(name: "mlperf_tiny_resnet8", scale: 100, layers: 21),
    Model(name: "pytorch_residual", scale: 1, layers: 14),
    Model(name: "pytorch_mlp_leaky", scale: 1, layers: 6),
    Model(name: "keras_nhwc", scale: 1, layers: 12),
  ]

  @Test(
    .enabled(if: Oracle.python != nil, "\(Oracle.absence)"), arguments: models.filter { Oracle.model($0.name) != nil })
  func agreesWithOnnxruntime(_ model: Model) throws {
    let path = try #require(Oracle.model(model.name))
    let network = try importModel(at: path)
    let count = 8
    let (input, expected) = try withTemporaryFolder { folder in
      try Oracle.script("run_model.py", [path, folder.path, "\(count)", "7", "\(model.scale)"])
      return try (
        Oracle.floats(folder.appendingPathComponent("input.f32")),
        Oracle.floats(folder.appendingPathComponent("output.f32"))
      )
    }
    let size = input.count / count
    let streamed = (0..<count).flatMap { network.input.streamed(input[$0 * size..<($0 + 1) * size]) }
    let found = try NetworkExecutor(network, chunk: 3).output(streamed, batch: count)
    #expect(relativeDifference(found, expected) < 2e-5)
    #expect(network.nodes.count == model.layers, "\(network.nodes.map(\.name))")
  }

  @Test(
    .disabled(if: models.allSatisfy { Oracle.model($0.name) != nil }, "every shared model is here"),
    arguments: models.filter { Oracle.model($0.name) == nil }
  )
  func sharedModelIsAbsent(_ model: Model) { withKnownIssue("\(model.name) is not here") { Issue.record("absent") } }
}
