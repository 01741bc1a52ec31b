import Driver
import Foundation
import Import
import NetworkIR
import QuantizedIR
import Support
import TestTools
import Testing

/// Formats so wide that words are onnxruntime's but for their last places: no element is elsewhere, none is another.
@Suite(.enabled(if: Oracle.python != nil, "\(Oracle.absence)")) struct WideFormatTests {
  private static let plan = """
    input: {format: 'fixed<20,16>', scale: 1}
    defaults: {weights: fixed<22>, activations: fixed<32>, affine: 34, range: [-4096, 4096]}

    """

  /// Functions of two slopes follow layers whose results no table takes.
  static let layers = [
    "bend_leaky", "bend_channels", "bend_dense", "bend_sum", "tiny_unet", "tiny_unet_resized",
    "convtranspose_strides_1",
    "prelu_channels",
  ]

  @Test func layersHaveOnnxruntimesWords() throws {
    try withTemporaryFolder { folder in
      try Oracle.script("make_cases.py", [folder.path, "4"])
      for name in Self.layers {
        let path = folder.appendingPathComponent(name).path
        // Outputs stand in the stream's order there.
        try expectWords(
          model: "\(path).onnx", input: "\(path).input.f32", output: "\(path).output.f32", count: 3, isStreamed: true,
          in: folder)
      }
    }
  }

  /// Models that move elements about, or end in another order than they stream in.
  @Test(
    arguments: [
      "flatten_end", "dense_reshape_nhwc_conv", "torch_fpad_legacy", "keras3_same_stride2", "permuted_classes",
      "gather_last",
      "matmul_time_first", "input_space_to_depth",
    ].filter { Oracle.sharedCase($0) != nil })
  func elementsStayInTheirPlaces(_ name: String) throws {
    try withTemporaryFolder { folder in
      let path = try #require(Oracle.sharedCase(name))
      try Oracle.script("run_model.py", [path, folder.path, "8", "5", "1"])
      try expectWords(
        model: path, input: "\(folder.path)/input.f32", output: "\(folder.path)/output.f32", count: 8,
        isStreamed: false,
        in: folder)
    }
  }

  private func expectWords(
    model: String, input: String, output: String, count: Int, isStreamed: Bool, in folder: URL
  ) throws {
    let reals = try Oracle.floats(URL(fileURLWithPath: input))
    let expected = try Oracle.floats(URL(fileURLWithPath: output))
    let (plan, samples) = (folder.appendingPathComponent("plan.yml"), folder.appendingPathComponent("samples.npy"))
    try Data(Self.plan.utf8).write(to: plan)
    let size = reals.count / count
    let shape = try importModel(at: model).input.modelShape
    try Data(
      DataFiles.npy(
        "<f4", shape: "(\(([count] + shape).map(String.init).joined(separator: ", ")))",
        elements: reals.withUnsafeBytes { Array($0) })
    ).write(to: samples)
    let frontEnd = try FrontEnd(model: model, plan: plan.path, calibration: samples.path, samples: count)
    let (network, quantized) = (frontEnd.network, frontEnd.quantized)
    let streamed = (0..<count).flatMap { network.input.streamed(reals[$0 * size..<($0 + 1) * size]) }
    let codes = GoldenModel(quantized).run(streamed.map { quantized.input.code(Double($0)) }, batch: count)
    let type = try #require(quantized.types[quantized.output])
    let words = codes.map { Float(type.real($0)) }
    let found = isStreamed ? words : network.outputOrder?.apply(words) ?? words
    let most = expected.map(\.magnitude).max() ?? 0
    let difference = zip(found, expected).map { ($0 - $1).magnitude }.max() ?? .infinity
    // Weights keep 21 bits, the input 16 behind the point, of which a sum adds up a few.
    #expect(found.count == expected.count && difference < 2e-4 * max(1, most), "\(model): \(difference) of \(most)")
    // Any other order would be far off.
    let turned = zip(found.dropFirst(), expected).map { ($0 - $1).magnitude }.max() ?? 0
    #expect(turned > 0.1, "\(model)")
  }
}
