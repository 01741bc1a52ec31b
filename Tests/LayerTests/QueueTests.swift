import Arithmetic
import BigInt
import Emit
import Foundation
import Layers
import PipelineIR
import QuantizedIR
import Schedule
import Stages
import Support
import Testing
import Verify

/// The FIFOs of residual networks: what the schedule says of their depths is what the RTL does.
@Suite struct QueueTests {
  /// A tensor that goes through `convolutions` 3x3 convolutions and past them, and the sum of both.
  private func network(_ convolutions: Int, extent: Int, channels: Int, seed: UInt64) throws -> QuantizedNetwork {
    var random = SplitMix64(seed: seed)
    let byte = try Format("ufixed<8>")
    let weight = try Format("fixed<4>")
    let type = TensorType(
      shape: Shape(height: extent, width: extent, channels: channels), format: byte, zeroPoint: 0)
    var network = QuantizedNetwork(
      name: "residual", inputName: "x", input: type, streamAxes: [0, 1, 2], modelShape: [extent, extent, channels],
      nodes: [], output: "sum")
    let axis = Geometry.Axis(kernel: 3, before: 1, after: 1)
    var last = "x"
    for index in 0..<convolutions {
      let weights = (0..<channels * 9 * channels).map { _ in UInt32.random(in: 0..<16, using: &random) }
      let linear = try Linear(
        geometry: Geometry(rows: axis, columns: axis), groups: 1,
        weights: Tensor(shape: [channels, 3, 3, channels], values: weights), weightFormat: weight, multiplier: .exact,
        accumulator: .exact, input: byte,
        affine: Affine(
          multipliers: (0..<channels).map { _ in Int.random(in: 20...99, using: &random) },
          offsets: (0..<channels).map { _ in BigInt(Int.random(in: 0...50_000, using: &random)) }, exponent: -9,
          multiplierWidth: 8),
        lowest: 0, highest: 255)
      let name = "conv\(index)"
      network.nodes.append(QuantizedNode(name: name, operation: .linear(linear), inputs: [last], type: type))
      last = name
    }
    let sum = ScaledSum(
      affine: Affine(multipliers: [70, 60], offsets: [BigInt(12)], exponent: -7, multiplierWidth: 8), lowest: 0,
      highest: 255)
    network.nodes.append(QuantizedNode(name: "sum", operation: .scaledSum(sum), inputs: ["x", last], type: type))
    try network.verify()
    return network
  }

  private func design(_ network: QuantizedNetwork, _ pipeline: Pipeline) throws -> Design {
    var random = SplitMix64(seed: 5)
    let frames = (0..<4).map { _ in
      (0..<network.input.shape.count).map { _ in UInt32.random(in: 0...255, using: &random) }
    }
    let expected = frames.map { QuantizedIR.GoldenModel(network).run($0, batch: 1) }
    return Design(pipeline: pipeline, frames: frames, expected: expected)
  }

  private func simulate(
    _ network: QuantizedNetwork, _ pipeline: Pipeline, stalls: VerifyOptions.Stalls
  ) async throws -> VerifyReport {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-queue-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Emitter.files(of: design(network, pipeline)).write(to: folder)
    return try await Verifier.run(
      folder: folder, options: VerifyOptions(simulator: .icarus, stalls: stalls, seed: 3), golden: nil)
  }

  @Test(arguments: [(1, 6, 2), (2, 5, 2), (1, 7, 4), (2, 6, 4)])
  func depthsHoldUnderStalls(convolutions: Int, extent: Int, channels: Int) async throws {
    let network = try network(convolutions, extent: extent, channels: channels, seed: 31)
    let folds = try network.folds(FoldingRequest(targetCycles: extent * extent * channels * channels * 9 / 4))
    let sized = try BufferSizing.size(try Lowering.lower(network, folds: folds))
    #expect(sized.isReached && sized.queues.count == 2)

    let heavy = try await simulate(network, sized.pipeline, stalls: .heavy)
    #expect(heavy.passed && heavy.wordsCompared > 0, "\(heavy.findings)")
    #expect(heavy.cyclesPerFrame == sized.cycles.cyclesPerFrame)
    for queue in sized.queues {
      print("QueueTests \(convolutions) x \(extent)x\(extent)x\(channels): \(queue)")
      var smaller = sized.pipeline
      let index = try #require(smaller.stages.firstIndex { $0.name == queue.stage })
      smaller.stages[index].operation = smaller.stages[index].operation.withBuffer(queue.depth - 1)
      switch queue.reason {
      case .locksUp: #expect(throws: Failure.self) { try smaller.verify() }
      case .keepsRate: try smaller.verify()
      case .isLeast: #expect(queue.depth == 2)
      }
    }
    // A machine that can lock up is not emitted.
    var least = sized.pipeline
    for index in least.stages.indices where least.stages[index].operation is Fifo {
      least.stages[index].operation = Fifo(depth: 2)
    }
    #expect(throws: Failure.self) { try Emitter.files(of: design(network, least)) }
    #expect(sized.queues.contains { $0.reason != .isLeast })
  }
}
