import Import
import Layers
import NetworkIR
import Support
import Testing

@Suite struct ExecutorTests {
  private static func random(_ count: Int, seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
  }

  /// Chunks change which products BLAS computes together, and so the last bits.
  @Test(arguments: [1, 3, 16, 64])
  func chunksChangeNothing(_ chunk: Int) throws {
    let network = try importModel(at: try #require(Oracle.model("lenet5")))
    let input = Self.random(21 * network.input.shape.count, seed: 3)
    let whole = try NetworkExecutor(network, chunk: 21).tensors(for: input, batch: 21)
    let parts = try NetworkExecutor(network, chunk: chunk).tensors(for: input, batch: 21)
    #expect(Set(whole.keys) == Set(network.shapes.keys))
    for (name, values) in whole {
      #expect(relativeDifference(parts[name] ?? [], values) < 2e-6, "\(name), seed 3")
    }
  }

  @Test func chunksComeInOrderAndCoverTheBatch() throws {
    let network = try importModel(at: try #require(Oracle.model("lenet5")))
    let input = Self.random(11 * network.input.shape.count, seed: 4)
    var ranges: [Range<Int>] = []
    var kept: [Float] = []
    try NetworkExecutor(network, chunk: 2).forEachChunk([network.input.name], of: input, batch: 11) { range, tensors in
      ranges.append(range)
      kept += tensors[network.input.name] ?? []
    }
    #expect(ranges.flatMap { Array($0) } == Array(0..<11))
    #expect(kept == input)
  }

  @Test func wrongInputsAreRefused() throws {
    let network = try importModel(at: try #require(Oracle.model("lenet5")))
    let executor = try NetworkExecutor(network)
    #expect(throws: Failure.self) { try executor.output([1, 2, 3], batch: 1) }
    #expect(throws: Failure.self) {
      try executor.tensors(["absent"], for: Self.random(network.input.shape.count, seed: 5), batch: 1)
    }
    #expect(try executor.output([], batch: 0).isEmpty)
  }

  @Test func aNetworkThatDoesNotFitIsRefused() throws {
    var network = try importModel(at: try #require(Oracle.model("lenet5")))
    network.nodes[2].shape.channels += 1
    network.nodes[4].inputs = ["absent"]
    network.nodes[6].name = network.nodes[5].name
    let failure = #expect(throws: Failure.self) { try network.verify() }
    #expect((failure?.diagnostics.count ?? 0) >= 4)
  }

  @Test func weightsThatDoNotFitAreRefused() {
    let weights = Tensor<Float>(shape: [2, 3, 3, 4], values: Array(repeating: 1, count: 72))
    let geometry = Geometry(rows: .init(kernel: 3), columns: .init(kernel: 3))
    let operation = Convolution(geometry: geometry, groups: 2, weights: weights, bias: [1])
    #expect(throws: Failure.self) { try operation.outputShape(of: [Shape(height: 5, width: 5, channels: 8)]) }
    let absurd = MaxPool(geometry: Geometry(rows: .init(kernel: .max, stride: .max, dilation: .max, before: .max)))
    #expect(throws: Failure.self) { try absurd.outputShape(of: [Shape(height: 5, width: 5, channels: 8)]) }
  }
}
