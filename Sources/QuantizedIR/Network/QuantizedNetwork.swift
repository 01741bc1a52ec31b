package import Arithmetic
package import Support

/// A network whose every tensor has a format and whose every operation is stated in integers: what the golden
/// model runs and the hardware is made from.
package struct QuantizedNetwork: Codable, Sendable {
  /// The model's name.
  package var name: String
  /// The name by which nodes refer to the input.
  package var inputName: String
  /// The tensor that enters.
  package var input: TensorType
  /// Streaming order of the model's input axes; see `NetworkInput.streamAxes`.
  package var streamAxes: [Int]
  /// The input's dimensions as the model has them, without the batch.
  package var modelShape: [Int]
  /// See `NetworkInput.splitShape`.
  package var splitShape: [Int]?
  /// The real value of an integer sample's unit, where it is not the input's scale.
  package var sampleScale: Double?
  /// The model's quantizers that decide a real sample's code; nil where it is the nearest one.
  package var sampleReaders: [SampleReader]?
  /// In an order in which each stands behind what it reads.
  package var nodes: [QuantizedNode]
  /// The name of the tensor that leaves.
  package var output: String

  /// A network; `verify` says whether its parts fit.
  package init(
    name: String, inputName: String, input: TensorType, sampleScale: Double? = nil,
    sampleReaders: [SampleReader]? = nil, streamAxes: [Int], modelShape: [Int], splitShape: [Int]? = nil,
    nodes: [QuantizedNode], output: String
  ) {
    self.name = name
    self.inputName = inputName
    self.input = input
    self.sampleScale = sampleScale
    self.sampleReaders = sampleReaders
    self.streamAxes = streamAxes
    self.modelShape = modelShape
    self.splitShape = splitShape
    self.nodes = nodes
    self.output = output
  }
}

extension QuantizedNetwork {
  /// Reads a text form, and finds the shapes of accumulators that it leaves out.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      inputName: try container.decode(String.self, forKey: .inputName),
      input: try container.decode(TensorType.self, forKey: .input),
      sampleScale: try container.decodeIfPresent(Double.self, forKey: .sampleScale),
      sampleReaders: try container.decodeIfPresent([SampleReader].self, forKey: .sampleReaders),
      streamAxes: try container.decode([Int].self, forKey: .streamAxes),
      modelShape: try container.decode([Int].self, forKey: .modelShape),
      splitShape: try container.decodeIfPresent([Int].self, forKey: .splitShape),
      nodes: try container.decode([QuantizedNode].self, forKey: .nodes),
      output: try container.decode(String.self, forKey: .output))
    findAccumulators()
  }

  /// Where a layer can have none, `verify` says why.
  private mutating func findAccumulators() {
    let types = self.types
    for index in nodes.indices {
      guard case .linear(var linear) = nodes[index].operation,
        let input = nodes[index].inputs.first.flatMap({ types[$0] })?.format
      else { continue }
      do {
        try linear.checkProducts(input: input)
        try linear.accumulate(linear.accumulator, input: input)
      } catch { continue }
      nodes[index].operation = .linear(linear)
    }
  }
}

/// The shape of a tensor and the meaning of its codes: real value = scale * (value(code) - zeroPoint).
package struct TensorType: Codable, Sendable, Hashable {
  /// Rows, columns and channels.
  package var shape: Shape
  /// How codes are read.
  package var format: Format
  /// The real value of the format's 1.
  package var scale: Double
  /// In the format's own values; 0 for floats.
  package var zeroPoint: Int

  /// A tensor's type.
  package init(shape: Shape, format: Format, scale: Double = 1, zeroPoint: Int = 0) {
    self.shape = shape
    self.format = format
    self.scale = scale
    self.zeroPoint = zeroPoint
  }

  /// Whether codes mean the same in both.
  package func means(_ other: TensorType) -> Bool {
    format == other.format && scale == other.scale && zeroPoint == other.zeroPoint
  }
}

/// One operation and the tensor that it makes.
package struct QuantizedNode: Codable, Sendable {
  /// Unique; also the name of the tensor that the node makes. Letters, digits and `_`, first a letter.
  package var name: String
  /// The tensors that it reads: names of nodes, or the input's.
  package var inputs: [String]
  /// Of the tensor that it makes.
  package var type: TensorType
  /// What it computes.
  package var operation: QuantizedOperation

  /// A node and its operands.
  package init(
    name: String, operation: QuantizedOperation, inputs: [String], type: TensorType
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.type = type
  }
}
