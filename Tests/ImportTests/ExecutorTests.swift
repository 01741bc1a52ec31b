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

  /// Integers, of which every sum is exact: channels in blocks and single ones, output lines in one part and in several.
  @Test(arguments: [
    (channels: 5, groups: 5, extent: 6), (16, 16, 7), (37, 37, 6), (64, 64, 5), (6, 2, 8), (4, 1, 9), (64, 1, 30),
  ])
  func convolutionsSumTheirWindows(channels: Int, groups: Int, extent: Int) throws {
    var random = SplitMix64(seed: UInt64(channels))
    func values(_ count: Int) -> [Float] { (0..<count).map { _ in Float(Int.random(in: -9...9, using: &random)) } }
    let axes = (
      Geometry.Axis(kernel: 3, stride: 2, dilation: 1, before: 1, after: 1),
      Geometry.Axis(kernel: 3, stride: 1, dilation: 2, before: 2, after: 1)
    )
    let outputs = groups == channels ? channels : 2 * groups
    let depth = channels / groups
    let operation = Convolution(
      geometry: Geometry(rows: axes.0, columns: axes.1), groups: groups,
      weights: Tensor(shape: [outputs, 3, 3, depth], values: values(outputs * 9 * depth)), bias: values(outputs))
    let shape = Shape(height: extent, width: extent, channels: channels)
    let output = try operation.outputShape(of: [shape])
    let input = values(2 * shape.count)
    let found = operation.evaluate([input], shapes: [shape], output: output, batch: 2)

    func sum(_ image: Int, _ row: Int, _ column: Int, _ channel: Int) -> Float {
      var sum = operation.bias?[channel] ?? 0
      let first = channel / (outputs / groups) * depth
      for (tapRow, tapColumn) in (0..<9).map({ ($0 / 3, $0 % 3) }) {
        let (y, x) = (2 * row + tapRow - 1, column + 2 * tapColumn - 2)
        guard y >= 0, y < extent, x >= 0, x < extent else { continue }
        for place in 0..<depth {
          sum +=
            input[image * shape.count + (y * extent + x) * channels + first + place]
            * operation.weights.values[((channel * 3 + tapRow) * 3 + tapColumn) * depth + place]
        }
      }
      return sum
    }
    let expected = (0..<2 * output.count).map { index in
      let pixel = index / outputs % output.pixels
      return sum(index / output.count, pixel / output.width, pixel % output.width, index % outputs)
    }
    #expect(found == expected)
  }
}
