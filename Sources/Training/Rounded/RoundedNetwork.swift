internal import Arithmetic
internal import Layers
internal import NetworkIR
internal import Support

/// A network that training runs forward and back in one number format: every operation's result is rounded to it, sums as
/// in a quire.
///
/// Results depend on nothing but their operands, as every sum is exact: not on cores, nor on the order of a sum.
struct RoundedNetwork: Sendable {
  /// What a node computes.
  enum Layer: Sendable {
    case linear(RoundedLinear, parameters: [[Double]])
    case moves(RoundedMoves)
    case largest(RoundedWindows)
    case mean(RoundedWindows, divisors: [Double])
    case function(RoundedFunction)
    case sum
    case product
    /// Constants of the model, one a channel.
    case affine(scale: [Double], shift: [Double])
    case normalization(TrainableNetwork.Normalization)
  }

  struct Node: Sendable {
    var origin: String
    var layer: Layer
    /// Tensors: 0 is the input, i + 1 what node i makes.
    var inputs: [Int]
    var source: TrainableNetwork.Source?
    /// For each input, whether anything before it is trained.
    var needs: [Bool]
  }

  let nodes: [Node]
  let output: Int
  let recipe: Recipe
  let rounding: NumberRounding
  let loss: RoundedLoss
  /// Of one parameter after another, which of them are weights.
  let parameters: [TrainableNetwork.Parameter]

  /// - Precondition: every layer has a gradient.
  ///
  /// Throws for what a format or this arithmetic does not have.
  init(_ model: TrainableNetwork, _ recipe: Recipe, _ numbers: Recipe.Numbers) throws(Failure) {
    rounding = NumberRounding(try numbers.operations())
    try recipe.checkNumbers()
    let network = model.network
    var (indices, trained) = ([network.input.name: 0], Set<Int>())
    var (nodes, problems): ([Node], [Diagnostic]) = ([], [])
    let shapes = network.shapes
    for (index, node) in network.nodes.enumerated() {
      indices[node.name] = index + 1
      let inputs = node.inputs.compactMap { indices[$0] }
      let source = model.sources[node.name]
      if source != nil || inputs.contains(where: trained.contains) { trained.insert(index + 1) }
      let layer = Self.layer(
        node, source, node.inputs.compactMap { shapes[$0] }, rounding, fast: numbers.fastSigmoid)
      guard let layer else {
        problems.append(
          Diagnostic(
            at: "\(network.name): node '\(node.origin)'",
            "'\(type(of: node.operation).kind)' is not computed with the recipe's 'numbers'"))
        continue
      }
      nodes.append(
        Node(origin: node.origin, layer: layer, inputs: inputs, source: source, needs: inputs.map(trained.contains)))
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
    self.nodes = nodes
    self.recipe = recipe
    output = indices[network.output] ?? 0
    let classes = shapes[network.output]?.count ?? 0
    loss = RoundedLoss(
      order: network.outputOrder?.places ?? Array(0..<classes), smoothing: recipe.labelSmoothing,
      scale: recipe.lossScale, rounding: rounding)
    parameters = model.parameters
  }

  private static func layer(
    _ node: NetworkNode, _ source: TrainableNetwork.Source?, _ shapes: [Shape], _ rounding: NumberRounding, fast: Bool
  ) -> Layer? {
    if case .normalization(let places)? = source { return .normalization(places) }
    func rounded(_ values: [Float]) -> [Double] { rounding.values(values.map { Double($0) }) }
    let input = shapes.first ?? node.shape
    switch node.operation {
    case let dense as Dense: return .linear(RoundedLinear(dense), parameters: dense.parameters.map(rounded))
    case let convolution as Convolution:
      return .linear(
        RoundedLinear(convolution, input: input, output: node.shape), parameters: convolution.parameters.map(rounded))
    case let pool as MaxPool: return .largest(RoundedWindows(pool.geometry, input: input, output: node.shape))
    case let pool as AveragePool:
      return .mean(
        RoundedWindows(pool.geometry, input: input, output: node.shape),
        divisors: pool.divisors(input).map { Double($0) })
    case let activation as Activation:
      let posit = fast && activation.function == .sigmoid ? rounding.format as? PositFormat : nil
      return .function(RoundedFunction(activation: activation, fast: posit, rounding: rounding))
    case is Addition: return .sum
    case is Multiplication: return .product
    case let affine as ChannelAffine: return .affine(scale: rounded(affine.scale), shift: rounded(affine.shift))
    case is Flatten, is Cropping, is Padding, is Rearrangement, is Concatenation, is Repetition:
      guard shapes.reduce(0, { $0 + $1.count }) < RoundedMoves.mostElements else { return nil }
      return .moves(RoundedMoves(node.operation, shapes: shapes, output: node.shape, rounding))
    default: return nil
    }
  }
}

extension Recipe.Numbers {
  /// The format's arithmetic; throws for formats that have none, or whose values no file of 32-bit floats holds.
  func operations() throws(Failure) -> any OperatorFormat {
    guard let number = format.number as? any OperatorFormat else {
      throw Failure(at: "recipe: numbers", "'\(format)' has no arithmetic of its own; floats and posits have")
    }
    let ends = [number.double(number.highestCode), number.double(number.encode(Double.leastNonzeroMagnitude))]
    guard ends[0] <= Double(Float.greatestFiniteMagnitude), ends[1] == 0 || ends[1] >= 0x1p-149 else {
      throw Failure(
        at: "recipe: numbers", "'\(format)' has values that 32-bit floats, in which models are kept, cannot hold",
        notes: ["fewer exponent bits reach less far"])
    }
    guard !fastSigmoid || (number as? PositFormat)?.hasFastSigmoid == true else {
      throw Failure(at: "recipe: sigmoid", "'\(format)' has no fast sigmoid; posits without exponent bits have")
    }
    return number
  }
}

extension Recipe {
  /// Throws where the recipe asks for what is not rounded operation by operation.
  fileprivate func checkNumbers() throws(Failure) {
    let asked = [
      ("dropout", dropout > 0), ("average", average > 0), ("gradient-limit", gradientLimit != nil),
      ("distill", distillation != nil), ("loss", loss != .crossEntropy), ("re-estimate", reestimation > 0),
    ].filter(\.1).map { "'\($0.0)'" }
    guard asked.isEmpty else {
      throw Failure(at: "recipe", "\(asked.joined(separator: ", ")) cannot be had with 'numbers'")
    }
  }

  /// What a mean loss and its gradients are multiplied by, a power of two: where the recipe says nothing that of a batch,
  /// so that the gradient of a score is as large as the probability that it is off.
  var lossScale: Double {
    numbers?.lossScale ?? Double(sign: .plus, exponent: Int(Double(batch).exponent), significand: 1)
  }
}
