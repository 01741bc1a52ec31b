import Emit
import Foundation
import ONNX
import Support
import SwiftProtobuf
import Synthesis
import TestTools
import Testing
import Verify

@testable import Driver
@testable import Estimate

/// Weights that are loaded into a machine while it rests.
@Suite struct WeightsTests {
  /// A machine of `net.onnx`, and `other.onnx`, the same network with other weights.
  private struct Place {
    let place: TrainTests.Workplace
    let plan: String

    init(_ plan: String, network: String = "mlp:36-12-3", bends: Bool = false, clock: ClockGoal? = nil) throws {
      place = try TrainTests.Workplace(network)
      self.plan = try place.write("plan.yml", plan)
      for (file, seed) in [("net.onnx", 5 as UInt64), ("other.onnx", 9)] {
        try writeNetwork(
          network, to: place.path(file), seed: seed, image: TrainTests.Workplace.image, replacing: true)
        guard bends else { continue }
        var model = try Onnx_ModelProto(serializedBytes: place.bytes(file))
        for index in model.graph.node.indices where model.graph.node[index].opType == "Relu" {
          model.graph.node[index].opType = "LeakyRelu"
        }
        try model.serializedData().write(to: place.folder.appending(path: file))
      }
      _ = try compile(
        CompileOptions(
          model: place.path("net.onnx"), plan: self.plan, calibration: place.path("images.idx"),
          output: place.path("machine"), clock: clock))
    }

    func weights(_ model: String?, plan: String? = nil, to output: String = "image") throws -> WeightsReport {
      try writeWeights(
        WeightsOptions(
          folder: place.path("machine"), model: model.map(place.path), plan: plan ?? self.plan,
          output: place.path(output)))
    }

    func verified(_ simulator: VerifyOptions.Simulator, frames: Int = 4) async throws -> VerifyReport {
      var request = VerifyRequest(
        folder: place.path("machine"),
        options: VerifyOptions(simulator: simulator, frames: frames, measuresCycles: simulator == .verilator))
      request.weights = place.path("image")
      return try await verify(request)
    }
  }

  /// Its own weights, then others, then its own again, words at random moments and frames offered meanwhile.
  @Test(arguments: [
    "defaults: {weights: loadable}",
    "defaults: {weights: [ternary, loadable], activations: 'ufixed<4>'}",
    "defaults: {weights: [binary, loadable], fold: {pe: 3, simd: 4}}",
    "{input: {format: 'posit<8,0>'}, defaults: {weights: ['posit<8,0>', loadable], activations: 'posit<8,0>', multiplier: plam}}",
    "defaults: {weights: [bf16, loadable], activations: 'fixed<8>', accumulator: 'window<12,-14>'}",
    "{input: {format: fp16}, defaults: {weights: [fp16, loadable], activations: fp16, accumulator: rounded}}",
    "{defaults: {weights: loadable, multiplier: mitchell-w<4>}, layers: {fc1: {fold: {pe: 4, simd: 9}}}}",
  ])
  func otherWeightsAreLoaded(_ plan: String) async throws {
    let place = try Place(plan)
    defer { place.place.remove() }
    let report = try place.weights("other.onnx")
    #expect(report.layers.allSatisfy { 3 * $0.changed > $0.weights } && !report.layers.isEmpty, "\(report)")
    for simulator in [VerifyOptions.Simulator.verilator, .icarus] {
      let found = try await place.verified(simulator)
      #expect(found.passed && found.frames == 12 && found.hasTroubledFrames, "\(plan) \(simulator): \(found)")
    }
  }

  /// A function of two slopes has borders, too; registers for a clock change nothing.
  @Test func bentLayersAndPlacedRegistersLoad() async throws {
    let place = try Place(
      "defaults: {weights: loadable}", bends: true,
      clock: ClockGoal(clock: 120, target: .ecp5large))
    defer { place.place.remove() }
    _ = try place.weights("other.onnx")
    let found = try await place.verified(.verilator, frames: 6)
    #expect(found.passed, "\(found)")
  }

  /// Without a model the image is that of the machine's own weights, and the memory files hold the same.
  @Test func ownWeightsAreAnImageToo() async throws {
    let place = try Place("defaults: {weights: loadable}")
    defer { place.place.remove() }
    let report = try place.weights(nil)
    #expect(report.layers.allSatisfy { $0.changed == 0 && $0.weights > 0 })
    let words = try String(contentsOfFile: place.place.path("image/weights.hex"), encoding: .utf8).split(
      separator: "\n")
    #expect(words.count == report.words && String(words[0]) == report.signature)
    let bytes = try place.place.bytes("image/weights.bin")
    #expect(bytes.count == 4 * words.count)
    #expect(try place.place.bytes("image/quantized.yml") == place.place.bytes("machine/model/quantized.yml"))
    #expect(try await place.verified(.verilator).passed)
  }

  @Test func whatDoesNotFitIsRefused() async throws {
    let place = try Place("defaults: {weights: loadable}")
    defer { place.place.remove() }
    func refused(_ message: String, _ body: () throws -> Void) {
      let failure = #expect(throws: Failure.self, performing: body)
      #expect(
        failure?.kind == .input && failure?.description.contains(message) == true, "\(failure?.description ?? "")")
    }
    try writeNetwork("mlp:36-9-3", to: place.place.path("narrow.onnx"), seed: 1, replacing: true)
    refused("is not the one that was compiled") { _ = try place.weights("narrow.onnx") }
    try writeNetwork("mlp:36-12-5-3", to: place.place.path("deep.onnx"), seed: 1, replacing: true)
    refused("is not the one that was compiled") { _ = try place.weights("deep.onnx") }
    let plain = try place.place.write("plain.yml", "{}")
    refused("does not say that its weights are loadable") { _ = try place.weights("other.onnx", plan: plain) }
    let half = try place.place.write("half.yml", "layers: {fc1: {weights: loadable}}")
    refused("does not say that its weights are loadable") { _ = try place.weights("other.onnx", plan: half) }
    let wide = try place.place.write("wide.yml", "defaults: {weights: ['fixed<9>', loadable]}")
    refused("are not the machine's") { _ = try place.weights("other.onnx", plan: wide) }
    _ = try place.weights("other.onnx")
    refused("is there already") { _ = try place.weights("other.onnx") }
    // An image that is not of the network beside it.
    let path = place.place.path("image/weights.hex")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for bad in [text + "00000000\n", String(text.dropLast(9)), "x" + text.dropFirst(), ""] {
      try bad.write(toFile: path, atomically: true, encoding: .utf8)
      let failure = await #expect(throws: Failure.self) { _ = try await place.verified(.verilator) }
      #expect(failure?.kind == .input && failure?.description.contains("weights.hex") == true)
    }
  }

  /// A machine whose weights are constants takes none, and C++ has no memories to load.
  @Test func machinesWithoutALoadPortSayHowToGetOne() throws {
    let place = try Place("{}")
    defer { place.place.remove() }
    let failure = #expect(throws: Failure.self) { _ = try place.weights(nil) }
    #expect(failure?.description.contains("'weights: loadable' in the plan") == true)
    let loadable = try place.place.write("loadable.yml", "defaults: {weights: loadable}")
    let cpp = #expect(throws: Failure.self) {
      _ = try compile(
        CompileOptions(
          model: place.place.path("net.onnx"), plan: loadable, calibration: place.place.path("images.idx"),
          output: place.place.path("cpp"), backend: .hls(.ap)))
    }
    #expect(cpp?.description.contains("those of C++ are constants") == true)
  }
}
