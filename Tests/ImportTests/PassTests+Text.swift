internal import Arithmetic
import Layers
import NetworkIR
import Support

@testable import Import

/// The text form of the passes' tests.
extension PassTests {
  /// The network of such a text; its input is one number.
  static func parse(_ text: String) throws -> Network {
    let shape = Shape(channels: 1)
    var shapes = ["x": shape]
    var network = Network(
      name: "test", input: NetworkInput(name: "x", shape: shape, modelShape: [1], streamAxes: [0]), nodes: [],
      output: "x")
    for line in text.split(separator: "\n") {
      let words = line.split { " =(),".contains($0) }.map(String.init)
      if words[0] == "out" {
        network.output = words[1]
        continue
      }
      let numbers = words.dropFirst(2).compactMap(Float.init)
      let inputs = words.dropFirst(2).filter { Float($0) == nil }
      let channels = inputs.first.flatMap { shapes[$0]?.channels } ?? 1
      let operation = try operation(words[1], numbers, inputs: channels)
      shapes[words[0]] = try operation.outputShape(of: inputs.map { shapes[$0] ?? shape })
      network.nodes.append(
        NetworkNode(
          name: words[0], origin: "", operation: operation, inputs: Array(inputs), shape: shapes[words[0]] ?? shape))
    }
    return network
  }

  private static func operation(
    _ kind: String, _ numbers: [Float], inputs: Int
  ) throws -> any NetworkOperation {
    switch kind {
    case "affine": ChannelAffine(scale: [numbers[0]], shift: [numbers[1]])
    case "pool": MaxPool(geometry: Geometry())
    case "relu": Activation(function: .relu)
    case "clip": Activation(function: .clip(lower: numbers[0], upper: numbers[1]))
    case "add": Addition()
    case "join": Concatenation(axis: .channels)
    case "quant": Quantization(lowest: Int(numbers[0]), highest: Int(numbers[1]), scale: numbers[2], zeroPoint: 0)
    case "pad":
      Padding(
        axis: .height, before: Int(numbers[0]), after: Int(numbers[1]), value: numbers.count > 2 ? numbers[2] : 0)
    case "largest":
      MaxPool(
        geometry: Geometry(
          rows: .init(kernel: Int(numbers[0]), before: Int(numbers[1]), after: Int(numbers[2]))))
    case "conv":
      Convolution(
        geometry: Geometry(
          rows: .init(kernel: Int(numbers[0]), before: Int(numbers[1]), after: Int(numbers[2]))), groups: 1,
        weights: Tensor(shape: [1, Int(numbers[0]), 1, 1], values: (0..<Int(numbers[0])).map { _ in 1 }), bias: nil)
    case "dense": Dense(weights: Tensor(shape: [1, 1], values: [2]), bias: numbers.isEmpty ? nil : numbers)
    // Four outputs, each the sum of its inputs times their numbers; and four elements as two by two, transposed.
    case "wide":
      Dense(
        weights: Tensor(shape: [4, inputs], values: (0..<4 * inputs).map { Float($0 % inputs) }), bias: numbers)
    case "swap": Rearrangement(order: AxisOrder(extents: [2, 2], order: [1, 0]), shape: Shape(channels: 4))
    default: throw Failure(at: "test", "unknown kind '\(kind)'")
    }
  }

  static func text(_ network: Network) -> String {
    func number(_ value: Float) -> String {
      value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
    }
    let lines = network.nodes.map { node in
      let (kind, numbers): (String, [Float]) =
        switch node.operation {
        case let affine as ChannelAffine: ("affine", affine.scale + affine.shift)
        case let pool as MaxPool:
          pool.geometry.isPointwise ? ("pool", [1]) : ("largest", pool.geometry.rows.numbers)
        case let dense as Dense: (dense.weights.shape[0] == 4 ? "wide" : "dense", dense.bias ?? [])
        case is Rearrangement: ("swap", [])
        case is Addition: ("add", [])
        case is Concatenation: ("join", [])
        case let quantization as Quantization: ("quant", quantization.numbers)
        case let padding as Padding:
          (
            "pad",
            [padding.before, padding.after].map { Float($0) } + (padding.value == 0 ? [] : [padding.value])
          )
        case let convolution as Convolution: ("conv", convolution.geometry.rows.numbers)
        case let activation as Activation where activation.function == .relu: ("relu", [])
        default: ("other", [])
        }
      let call = "\(node.name) = \(kind)(\(node.inputs.joined(separator: ", ")))"
      return ([call] + numbers.map(number) + moved(node.operation)).joined(separator: " ")
    }
    return (lines + ["out \(network.output)"]).joined(separator: "\n")
  }

  /// Where the inputs of a wide layer come from, where not in order.
  private static func moved(_ operation: any NetworkOperation) -> [String] {
    guard let dense = operation as? Dense, dense.weights.shape == [4, 4] else { return [] }
    let sources = dense.weights.values.prefix(4).map { "\(Int($0))" }
    return sources == ["0", "1", "2", "3"] ? [] : ["from"] + sources
  }
}

extension Geometry.Axis {
  fileprivate var numbers: [Float] { [kernel, before, after].map { Float($0) } }
}

extension Quantization {
  fileprivate var numbers: [Float] {
    guard case .integers(let lowest, let highest) = grid else { return [] }
    return [Float(lowest), Float(highest), step]
  }
}
