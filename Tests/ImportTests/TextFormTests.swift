import Arithmetic
import Foundation
import Import
import Layers
import NetworkIR
import Support
import Testing

@Suite struct TextFormTests {
  @Test(arguments: ["lenet5", "conv2d_small_mp_keras", "mlperf_tiny_resnet8"].filter { Oracle.model($0) != nil })
  func networkSurvivesItsTextForm(_ name: String) throws {
    let network = try importModel(at: try #require(Oracle.model(name)))
    let text = try TextForm.print(network)
    let parsed = try TextForm.parse(Network.self, from: text, kinds: LayerRegistry.networkKinds, file: "network.yml")
    try parsed.verify()
    let again = try TextForm.print(parsed)
    #expect(again == text)
    let seed: UInt64 = 11
    var random = SplitMix64(seed: seed)
    let input = (0..<2 * network.input.shape.count).map { _ in Float.random(in: -1...1, using: &random) }
    let expected = try network.evaluate(input, batch: 2)
    let found = try parsed.evaluate(input, batch: 2)
    #expect(found == expected, "seed \(seed)")
    #expect(expected.count == network.nodes.count + 1)
  }

  /// Every layer and every function of an activation is in one network.
  @Test func everyKindSurvives() throws {
    let affine = ChannelAffine(scale: [0.1, 1 / 3], shift: [-1e-30, 3.4e38])
    let functions: [Activation.Function] = [
      .relu, .clip(lower: -.infinity, upper: 6), .selu(alpha: 1.6732632, gamma: 1.050701),
    ]
    let image = Shape(height: 2, width: 2, channels: 2)
    let vector = Shape(channels: 8)
    let kernel = Tensor<Float>(shape: [2, 1, 1, 2], values: [1, 0, 0.5, -1])
    let weights = Tensor<Float>(shape: [3, 8], values: (0..<24).map { Float($0) / 7 })
    var nodes: [NetworkNode] = []
    var last = "x"
    func add(_ operation: any NetworkOperation, _ shape: Shape, inputs: [String]? = nil) {
      let name = "n\(nodes.count)"
      nodes.append(NetworkNode(name: name, origin: "", operation: operation, inputs: inputs ?? [last], shape: shape))
      last = name
    }
    add(Convolution(geometry: Geometry(), groups: 1, weights: kernel, bias: [0.1, 0.2]), image)
    add(affine, image)
    for function in functions { add(Activation(function: function), image) }
    add(Addition(), image, inputs: ["x", last])
    let padded = Geometry(rows: .init(kernel: 2, before: 1), columns: .init(kernel: 2, after: 1))
    add(MaxPool(geometry: padded), image)
    add(AveragePool(geometry: padded, counted: AveragePool.Margin(top: 1)), image)
    add(Padding(axis: .height, before: 1, step: 2, after: 1, value: 0.5), Shape(height: 5, width: 2, channels: 2))
    add(Cropping(axis: .height, start: 1, count: 1), Shape(width: 2, channels: 2))
    add(Repetition(axis: .height, factor: 2), image)
    add(Multiplication(), image, inputs: ["x", last])
    add(Concatenation(axis: .width), Shape(height: 2, width: 4, channels: 2), inputs: ["x", last])
    add(Cropping(axis: .width, start: 2, count: 2), image)
    add(Quantization(lowest: -8, highest: 7, scale: 0.1, zeroPoint: -1, rounding: .floor), image)
    let small = Quantization.Grid.floats(exponentWidth: 4, fractionWidth: 3, largest: 240)
    add(Quantization(grid: small, divisor: 0.5, shift: 2, step: 0.5, scalesSums: true), image)
    add(Rearrangement(order: AxisOrder(extents: [4, 2], order: [1, 0]), shape: image), image)
    add(Flatten(), vector)
    add(Dense(weights: weights, bias: nil, grid: WeightGrid(scales: [0.5], float: nil)), Shape(channels: 3))
    add(Argmax(), Shape(channels: 1))
    let network = Network(
      name: "all", input: NetworkInput(name: "x", shape: image, modelShape: [2, 2, 2], streamAxes: [1, 2, 0]),
      nodes: nodes, output: last, notes: ["a note"])
    try network.verify()
    #expect(Set(nodes.map { type(of: $0.operation).kind }) == Set(LayerRegistry.networkKinds.names))
    let text = try TextForm.print(network)
    let parsed = try TextForm.parse(Network.self, from: text, kinds: LayerRegistry.networkKinds, file: "network.yml")
    let again = try TextForm.print(parsed)
    #expect(again == text)
    let read = try #require(parsed.nodes[1].operation as? ChannelAffine)
    #expect(read == affine)
    #expect(parsed.nodes[3].operation as? Activation == Activation(function: functions[1]))
  }

  @Test func anUnknownKindIsNamed() throws {
    let failure = #expect(throws: Failure.self) {
      try TextForm.parse(
        Network.self,
        from: """
          name: x
          input: {name: x, shape: {height: 1, width: 1, channels: 1}, modelShape: [1], streamAxes: [0]}
          nodes: [{name: a, origin: a, inputs: [x], shape: {height: 1, width: 1, channels: 1}, operation: {kind: magic}}]
          output: a
          notes: []
          """, kinds: LayerRegistry.networkKinds, file: "network.yml")
    }
    #expect(failure?.description.contains("magic") == true)
  }
}
