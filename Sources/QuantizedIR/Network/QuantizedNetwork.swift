package import Arithmetic
package import Support

/// A network whose every tensor has a format and whose every operation is stated in integers: what the golden
/// model runs and the hardware is made from.
package struct QuantizedNetwork: Codable, Sendable {
  package var name: String
  package var inputName: String
  package var input: TensorType
  /// Streaming order of the model's input axes; see `NetworkInput.streamAxes`.
  package var streamAxes: [Int]
  package var modelShape: [Int]
  /// See `NetworkInput.splitShape`.
  package var splitShape: [Int]?
  /// The real value of an integer sample's unit, where it is not the input's scale.
  package var sampleScale: Double?
  /// The model's quantizers that decide a real sample's code; nil where it is the nearest one.
  package var sampleReaders: [SampleReader]?
  package var nodes: [QuantizedNode]
  package var output: String

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

/// The shape of a tensor and the meaning of its codes: real value = scale * (value(code) - zeroPoint).
package struct TensorType: Codable, Sendable, Hashable {
  package var shape: Shape
  package var format: Format
  package var scale: Double
  /// In the format's own values; 0 for floats.
  package var zeroPoint: Int

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

package struct QuantizedNode: Codable, Sendable {
  /// Unique; also the name of the tensor that the node makes. Letters, digits and `_`, first a letter.
  package var name: String
  package var operation: any QuantizedOperation
  package var inputs: [String]
  package var type: TensorType

  package init(
    name: String, operation: any QuantizedOperation, inputs: [String], type: TensorType
  ) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.type = type
  }

  private enum CodingKeys: String, CodingKey { case name, operation, inputs, type }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    inputs = try container.decode([String].self, forKey: .inputs)
    type = try container.decode(TensorType.self, forKey: .type)
    operation = try KindCoding.decode(
      (any QuantizedOperation).self, from: container.superDecoder(forKey: .operation))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(type, forKey: .type)
    try KindCoding.encode(operation, to: container.superEncoder(forKey: .operation))
  }
}

/// What a quantized node computes: codes in, codes out.
package protocol QuantizedOperation: Kind {
  /// Throws when the operation does not fit the types of its tensors.
  func verify(inputs: [TensorType], output: TensorType) throws(Failure)
  /// The golden computation for tensors of these types, with everything that does not depend on the codes prepared.
  ///
  /// - Precondition: `verify` passes.
  func kernel(inputs: [TensorType], output: TensorType) -> Kernel
}

extension QuantizedOperation {
  /// Computes a batch: arrays hold `batch` tensors one after another, channel-last.
  package typealias Kernel = @Sendable (_ inputs: [[UInt32]], _ batch: Int) -> [UInt32]
}
