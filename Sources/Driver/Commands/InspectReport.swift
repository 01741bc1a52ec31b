internal import Support

/// What is in a model.
package struct InspectReport: Report {
  /// One layer, or one node of the file that is no layer because of a problem.
  package struct Layer: Encodable, Sendable {
    /// The node's name.
    package var name: String
    /// The ONNX operator, or the layer's kind.
    package var kind: String
    /// Height, width, channels; null where they are unknown.
    @Nullable package var inputShape: [Int]?
    /// Dimensions without the batch; null where they are unknown.
    @Nullable package var outputShape: [Int]?
    /// Multiply-accumulates an inference.
    package var macs: Int
    /// Weights and other constants, in elements.
    package var weights: Int
    /// Whether it can be compiled.
    package var supported: Bool
    /// What is not supported; null where all is.
    @Nullable package var problem: String?

    /// A layer of the model.
    package init(
      name: String, kind: String, inputShape: [Int]? = nil, outputShape: [Int]? = nil, macs: Int = 0, weights: Int = 0,
      problem: String? = nil
    ) {
      self.name = name
      self.kind = kind
      self.inputShape = inputShape
      self.outputShape = outputShape
      self.macs = macs
      self.weights = weights
      supported = problem == nil
      self.problem = problem
    }
  }

  /// The model's file.
  package var model: String
  /// The layers in the order of the model.
  package var layers: [Layer]
  /// Null where the model cannot be compiled.
  @Nullable package var hardware: HardwareReport?
  /// Multiply-accumulate operations of one input.
  package var macs: Int
  /// Weights and biases.
  package var parameters: Int
  /// Whether every layer can be compiled.
  package var supported: Bool
  /// Problems of the whole file, and all others with their place.
  package var problems: [String]
  /// What the user should know beside the table.
  package var notes: [String]

  /// What an inspection found.
  package init(
    model: String, layers: [Layer], hardware: HardwareReport? = nil, problems: [String] = [], notes: [String] = []
  ) {
    self.model = model
    self.layers = layers
    self.hardware = hardware
    macs = layers.reduce(0) { $0 + $1.macs }
    parameters = layers.reduce(0) { $0 + $1.weights }
    supported = problems.isEmpty && layers.allSatisfy(\.supported)
    self.problems = problems
    self.notes = notes.map(\.shownMessage)
  }

  package var exitCode: Int32 { supported ? (hardware?.choice?.fits == false ? 1 : 0) : 2 }

  package var text: String {
    var table = Table([
      ("layer", .left), ("kind", .left), ("input", .right), ("output", .right), ("MACs", .right), ("weights", .right),
      ("supported", .left),
    ])
    for layer in layers {
      table.add([
        short(layer.name), layer.kind, shape(layer.inputShape), shape(layer.outputShape), Figure.count(layer.macs),
        Figure.count(layer.weights), layer.supported ? "yes" : "NO",
      ])
    }
    table.add(["total", "", "", "", Figure.count(macs), Figure.count(parameters), supported ? "yes" : "NO"])
    let hardware = hardware.map { ["", $0.text] } ?? []
    return (["\(model.shown())\n\n\(table.text)"] + hardware + lines).joined(separator: "\n")
  }

  private var lines: [String] {
    let all = problems + notes.map { "note: \($0)" }
    return all.isEmpty ? [] : [""] + all
  }

  /// The end of a long name, which tells more than its beginning.
  private func short(_ name: String) -> String { name.count <= 40 ? name : "..." + name.suffix(37) }

  private func shape(_ axes: [Int]?) -> String {
    axes.map { $0.map(String.init).joined(separator: "x") } ?? "?"
  }
}
