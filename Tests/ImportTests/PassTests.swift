import Arithmetic
import Layers
import NetworkIR
import Support
import Testing

@testable import Import

/// Every pass before and after, as text: `name = kind(inputs) constants`.
@Suite struct PassTests {
  struct Pair: Sendable {
    var pass: String
    var before: String
    var after: String
  }

  static let pairs = [
    Pair(
      pass: "drop-identities",
      before: """
        a = affine(x) 1 0
        p = pool(a) 1
        r = relu(p)
        c = clip(r) -inf inf
        q = affine(c) 1 2
        out q
        """,
      after: """
        r = relu(x)
        q = affine(r) 1 2
        out q
        """),
    Pair(
      pass: "drop-identities",
      before: """
        r = relu(x)
        a = affine(r) 1 0
        s = add(a, r)
        p = pool(s) 1
        out p
        """,
      after: """
        r = relu(x)
        s = add(r, r)
        out s
        """),
    Pair(
      pass: "merge-affines",
      before: """
        a = affine(x) 2 3
        b = affine(a) 5 7
        c = affine(b) -1 0.5
        out c
        """,
      after: """
        c = affine(x) -10 -21.5
        out c
        """),
    Pair(
      pass: "merge-affines",
      before: """
        a = affine(x) 2 3
        b = affine(a) 5 7
        s = add(a, b)
        out s
        """,
      after: """
        a = affine(x) 2 3
        b = affine(a) 5 7
        s = add(a, b)
        out s
        """),
    Pair(
      pass: "merge-affines",
      before: """
        a = affine(x) 3e38 0
        b = affine(a) 3e38 0
        out b
        """,
      after: """
        a = affine(x) 3e+38 0
        b = affine(a) 3e+38 0
        out b
        """),
    Pair(
      pass: "merge-bias",
      before: """
        d = dense(x)
        a = affine(d) 1 3
        e = dense(a) 4
        b = affine(e) 1 3
        f = dense(b)
        c = affine(f) 2 3
        out c
        """,
      after: """
        d = dense(x) 3
        e = dense(d) 4
        b = affine(e) 1 3
        f = dense(b)
        c = affine(f) 2 3
        out c
        """),
    Pair(
      pass: "merge-bias",
      before: """
        d = dense(x)
        a = affine(d) 1 3
        s = add(d, a)
        out s
        """,
      after: """
        d = dense(x)
        a = affine(d) 1 3
        s = add(d, a)
        out s
        """),
    Pair(
      pass: "merge-padding",
      before: """
        p = pad(x) 1 2
        c = conv(p) 3 0 0
        q = pad(c) 3 0
        d = conv(q) 3 0 0
        r = pad(d) 0 1
        s = pad(r) 1 0
        e = conv(s) 3 0 0
        t = pad(e) 1 1
        f = conv(t) 3 0 0
        g = add(t, t)
        out f
        """,
      after: """
        p = pad(x) 1 2
        c = conv(x) 3 1 2
        q = pad(c) 3 0
        d = conv(q) 3 0 0
        r = pad(d) 0 1
        s = pad(r) 1 0
        e = conv(d) 3 1 1
        t = pad(e) 1 1
        f = conv(t) 3 0 0
        g = add(t, t)
        out f
        """),
    Pair(
      pass: "merge-quantizers",
      before: """
        r = relu(x)
        a = quant(r) -128 127 0.5
        b = quant(a) -7 7 0.5
        c = quant(b) -8 6 0.5
        d = quant(c) -7 7 0.25
        e = quant(d) -4 4 0.25
        s = add(d, e)
        out s
        """,
      after: """
        r = relu(x)
        a = quant(r) -7 6 0.5
        d = quant(a) -7 7 0.25
        e = quant(d) -4 4 0.25
        s = add(d, e)
        out s
        """),
    Pair(
      pass: "quantize-before-joins",
      before: """
        a = relu(x)
        b = quant(x) -8 7 0.5
        j = join(a, b)
        q = quant(j) -8 7 0.25
        k = join(a, q)
        r = quant(k) -8 7 0.25
        s = join(k, r)
        out s
        """,
      after: """
        a = relu(x)
        b = quant(x) -8 7 0.5
        q_input0 = quant(a) -8 7 0.25
        q_input1 = quant(b) -8 7 0.25
        j = join(q_input0, q_input1)
        k = join(a, j)
        r = quant(k) -8 7 0.25
        s = join(k, r)
        out s
        """),
    Pair(
      pass: "drop-unused",
      before: """
        a = relu(x)
        b = relu(x)
        c = relu(b)
        out a
        """,
      after: """
        a = relu(x)
        out a
        """),
  ]

  @Test(arguments: pairs.indices)
  func passRewrites(_ index: Int) throws {
    let pair = Self.pairs[index]
    let pass = try #require(PassList.passes.first { $0.name == pair.pass })
    var network = try Self.parse(pair.before)
    pass.run(&network)
    try network.verify()
    #expect(Self.text(network) == pair.after)
  }

  @Test func everyPassHasAPair() {
    #expect(Set(Self.pairs.map(\.pass)) == Set(PassList.passes.map { $0.name }))
  }

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
      let operation = try operation(words[1], numbers)
      shapes[words[0]] = try operation.outputShape(of: inputs.map { shapes[$0] ?? shape })
      network.nodes.append(
        NetworkNode(
          name: words[0], origin: "", operation: operation, inputs: Array(inputs), shape: shapes[words[0]] ?? shape))
    }
    return network
  }

  private static func operation(_ kind: String, _ numbers: [Float]) throws -> any NetworkOperation {
    switch kind {
    case "affine": ChannelAffine(scale: [numbers[0]], shift: [numbers[1]])
    case "pool": MaxPool(geometry: Geometry())
    case "relu": Activation(function: .relu)
    case "clip": Activation(function: .clip(lower: numbers[0], upper: numbers[1]))
    case "add": Addition()
    case "join": Concatenation(axis: .channels)
    case "quant": Quantization(lowest: Int(numbers[0]), highest: Int(numbers[1]), scale: numbers[2], zeroPoint: 0)
    case "pad": Padding(axis: .height, before: Int(numbers[0]), after: Int(numbers[1]))
    case "conv":
      Convolution(
        geometry: Geometry(
          rows: .init(kernel: Int(numbers[0]), before: Int(numbers[1]), after: Int(numbers[2]))), groups: 1,
        weights: Tensor(shape: [1, Int(numbers[0]), 1, 1], values: numbers.map { _ in 1 }), bias: nil)
    case "dense": Dense(weights: Tensor(shape: [1, 1], values: [2]), bias: numbers.isEmpty ? nil : numbers)
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
        case is MaxPool: ("pool", [1])
        case let dense as Dense: ("dense", dense.bias ?? [])
        case is Addition: ("add", [])
        case is Concatenation: ("join", [])
        case let quantization as Quantization: ("quant", quantization.numbers)
        case let padding as Padding: ("pad", [padding.before, padding.after].map { Float($0) })
        case let convolution as Convolution: ("conv", convolution.geometry.rows.numbers)
        case let activation as Activation where activation.function == .relu: ("relu", [])
        default: ("other", [])
        }
      let call = "\(node.name) = \(kind)(\(node.inputs.joined(separator: ", ")))"
      return ([call] + numbers.map(number)).joined(separator: " ")
    }
    return (lines + ["out \(network.output)"]).joined(separator: "\n")
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
