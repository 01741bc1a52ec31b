import Arithmetic
import Layers
import NetworkIR
import Quantize
import QuantizedIR
import Support
import Testing

/// Quantized networks of the layers that move, join and pool elements, against the float executor.
@Suite struct StreamLayerTests {
  private static let shape = Shape(height: 6, width: 5, channels: 3)

  /// Nodes that each read the ones named, the first of them the input.
  private func network(_ parts: [(String, any NetworkOperation, [String])]) throws -> Network {
    var shapes = ["x": Self.shape]
    var nodes: [NetworkNode] = []
    for (name, operation, inputs) in parts {
      let shape = try operation.outputShape(of: inputs.compactMap { shapes[$0] })
      shapes[name] = shape
      nodes.append(NetworkNode(name: name, origin: name, operation: operation, inputs: inputs, shape: shape))
    }
    return Network(
      name: "n", input: NetworkInput(name: "x", shape: Self.shape, modelShape: [6, 5, 3], streamAxes: [0, 1, 2]),
      nodes: nodes, output: parts[parts.count - 1].0)
  }

  /// The largest error in units of the output's lowest bit, and the quantized network.
  private func error(_ network: Network, seed: UInt64) throws -> (Double, QuantizedNetwork) {
    var random = SplitMix64(seed: seed)
    let input = TensorType(shape: Self.shape, format: try Format("fixed<8>"), scale: 1 / 64)
    let batch = 6
    let codes = (0..<batch * Self.shape.count).map { _ in UInt32.random(in: 0...255, using: &random) }
    let reals = codes.map { Float(input.real($0)) }
    let executor = try NetworkExecutor(network)
    let expected = try executor.output(reals, batch: batch)
    let calibration = try Calibration(network, inputs: reals, batch: batch, tensors: Set(network.nodes.map(\.name)))
    var plan = Plan()
    plan.defaults.activations = try Format("fixed<16>")
    plan.defaults.range = .minMax
    let quantized = try Quantizer.quantize(network, plan: plan, input: input, calibration: calibration)
    let found = GoldenModel(quantized).run(codes, batch: batch)
    let type = try #require(quantized.types[quantized.output])
    #expect(found.count == expected.count && !found.isEmpty)
    // Scales are rounded, so the largest values may saturate.
    let limits = type.format.limits
    let range = [limits.low, limits.high].map { type.scale * ($0 - Double(type.zeroPoint)) }
    let errors = zip(found, expected).map { code, value in
      (type.real(code) - min(max(Double(value), range[0]), range[1])).magnitude / type.scale
    }
    return (errors.max() ?? .infinity, quantized)
  }

  @Test func movesChangeNoValue() throws {
    let network = try network([
      ("rows", Padding(axis: .height, before: 1, after: 2, value: 0.5), ["x"]),
      ("columns", Padding(axis: .width, step: 2), ["rows"]),
      ("channels", Padding(axis: .channels, before: 1), ["columns"]),
      ("crop", Cropping(axis: .width, start: 1, count: 6), ["channels"]),
      ("twice", Repetition(axis: .height, factor: 2), ["crop"]),
      ("joined", Concatenation(axis: .width), ["twice", "twice"]),
    ])
    let (error, quantized) = try error(network, seed: 1)
    #expect(error == 0)
    #expect(quantized.nodes.count == 6)
    #expect(quantized.types["joined"]?.format == quantized.input.format)
  }

  @Test func joinedLayersShareOneType() throws {
    let network = try network([
      ("a", ChannelAffine(scale: [1, 2, 3], shift: [0, 1, 0]), ["x"]),
      ("b", ChannelAffine(scale: [9, 5, 4], shift: [0, 1, 0]), ["x"]),
      ("pool", MaxPool(geometry: Geometry(rows: .init(kernel: 3, before: 1, after: 1))), ["b"]),
      ("joined", Concatenation(axis: .channels), ["a", "pool"]),
    ])
    let (error, quantized) = try error(network, seed: 2)
    #expect(error < 0.6, "\(error)")
    // Both take the range of the whole, so nothing is rescaled.
    #expect(quantized.nodes.map(\.name) == ["a", "b", "pool", "joined"])
  }

  @Test func inputsOfOtherTypesAreRescaled() throws {
    let network = try network([
      ("a", ChannelAffine(scale: [9, 5, 4], shift: [0, 1, 0]), ["x"]),
      ("joined", Concatenation(axis: .channels), ["x", "a", "x"]),
    ])
    let (error, quantized) = try error(network, seed: 3)
    #expect(error < 0.6, "\(error)")
    #expect(quantized.nodes.map(\.name) == ["a", "joined_input0", "joined_input2", "joined"])
  }

  @Test(arguments: [nil, AveragePool.Margin(), AveragePool.Margin(top: 1, left: 1)])
  func averagesDivideByWhatCounts(_ counted: AveragePool.Margin?) throws {
    let axis = Geometry.Axis(kernel: 3, stride: 2, before: 1, after: 2)
    let network = try network([
      ("pool", AveragePool(geometry: Geometry(rows: axis, columns: axis), counted: counted), ["x"])
    ])
    let (error, _) = try error(network, seed: 4)
    #expect(error < 0.6, "\(error)")
  }

  @Test func functionsOfChannelsAreTables() throws {
    let network = try network([("p", Activation(function: .leakyRelu(alphas: [0.5, -1, 0.01])), ["x"])])
    let (error, quantized) = try error(network, seed: 5)
    #expect(error < 0.51, "\(error)")
    guard case .codeTable(let table) = quantized.nodes[0].operation else {
      Issue.record("\(quantized.nodes[0].operation.kind)")
      return
    }
    #expect(table.entries.count == 3 * 256)
  }

  @Test func aPadOutsideTheRangeIsRefused() throws {
    let network = try network([("p", Padding(axis: .height, before: 1, value: 100), ["x"])])
    let failure = #expect(throws: Failure.self) { try error(network, seed: 6) }
    #expect(failure?.description.contains("outside the range") == true)
  }
}
