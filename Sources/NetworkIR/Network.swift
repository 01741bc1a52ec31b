package import Support

/// A float network whose shapes are all known: what an importer makes and the quantizer reads.
///
/// Every node makes one tensor, named after it. Tensors are channel-last.
package struct Network: Codable, Sendable {
  /// The model's name, for reports and file names.
  package var name: String
  /// The tensor that enters.
  package var input: NetworkInput
  /// In an order in which every node comes after those that it reads.
  package var nodes: [NetworkNode]
  /// The tensor that leaves the network.
  package var output: String
  /// From the stream's order to the model's, where the output does not stream in that.
  package var outputOrder: AxisOrder?
  /// What the importer changed and a user should know, for example a dropped softmax.
  package var notes: [String]

  /// A network; `verify` says whether its parts fit.
  package init(
    name: String, input: NetworkInput, nodes: [NetworkNode], output: String, outputOrder: AxisOrder? = nil,
    notes: [String] = []
  ) {
    self.name = name
    self.input = input
    self.nodes = nodes
    self.output = output
    self.outputOrder = outputOrder
    self.notes = notes
  }
}

/// The one tensor that enters a network.
package struct NetworkInput: Codable, Sendable, Hashable {
  /// The name by which nodes refer to it.
  package var name: String
  /// As the hardware streams it.
  package var shape: Support.Shape
  /// As the model's file states it, without the batch.
  package var modelShape: [Int]
  /// The model's shape with axes split of which only parts are axes of the stream; nil where none is.
  package var splitShape: [Int]?
  /// Streaming order: transposing the model's axes (split ones, where some are) by this gives height, width, channels;
  /// axes of extent 1 may be missing from the model.
  package var streamAxes: [Int]

  /// An input, as the model has it and as the machine streams it.
  package init(name: String, shape: Shape, modelShape: [Int], splitShape: [Int]? = nil, streamAxes: [Int]) {
    self.name = name
    self.shape = shape
    self.modelShape = modelShape
    self.splitShape = splitShape
    self.streamAxes = streamAxes
  }

  /// From the model's order to the stream's.
  package var order: AxisOrder { AxisOrder(extents: splitShape ?? modelShape, order: streamAxes) }
}

/// One layer, and where its operands come from.
package struct NetworkNode: Codable, Sendable {
  /// Unique; also the name of the tensor that the node makes. Letters, digits and `_` only.
  package var name: String
  /// The node's name in the model's file, for messages.
  package var origin: String
  /// What it computes.
  package var operation: any NetworkOperation
  /// Names of nodes, or the input's name.
  package var inputs: [String]
  /// The shape of the tensor that the node makes.
  package var shape: Shape

  /// A layer and its operands.
  package init(
    name: String, origin: String, operation: any NetworkOperation, inputs: [String], shape: Shape
  ) {
    self.name = name
    self.origin = origin
    self.operation = operation
    self.inputs = inputs
    self.shape = shape
  }

  private enum CodingKeys: String, CodingKey { case name, origin, operation, inputs, shape }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    origin = try container.decode(String.self, forKey: .origin)
    inputs = try container.decode([String].self, forKey: .inputs)
    shape = try container.decode(Shape.self, forKey: .shape)
    operation = try KindCoding.decode(
      (any NetworkOperation).self, from: container.superDecoder(forKey: .operation))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(origin, forKey: .origin)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(shape, forKey: .shape)
    try KindCoding.encode(operation, to: container.superEncoder(forKey: .operation))
  }
}

/// What a node of a float network computes.
package protocol NetworkOperation: Kind {
  /// The shape of the result; throws a `Failure` whose message names the attribute that does not fit.
  func outputShape(of inputs: [Shape]) throws(Failure) -> Shape
  /// Multiply-accumulates for one inference.
  func multiplyAccumulates(inputs: [Shape], output: Shape) -> Int
  /// Weights and other constants, in elements.
  var parameterCount: Int { get }
  /// The float32 result, channel-last, `batch` tensors one after another in each array.
  func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float]
}

extension NetworkOperation {
  package func multiplyAccumulates(inputs: [Shape], output: Shape) -> Int { 0 }
  package var parameterCount: Int { 0 }
}
