package import Arithmetic
package import Support

/// A streaming machine: stages joined by streams. What a schedule makes and the emitter prints.
package struct Pipeline: Codable, Sendable {
  /// The network's name.
  package var name: String
  /// The tensor that enters, and its stream.
  package var input: Port
  /// The tensor that leaves, and its stream.
  package var output: Port
  /// In an order in which every stage comes after those that feed it.
  package var stages: [Stage]
  /// The stream that leaves the machine.
  package var outputStream: String

  /// A pipeline; `verify` says whether its parts fit.
  package init(name: String, input: Port, output: Port, stages: [Stage], outputStream: String) {
    self.name = name
    self.input = input
    self.output = output
    self.stages = stages
    self.outputStream = outputStream
  }

  /// The name of the stream that enters the machine.
  package static let inputStream = "input"
}

/// What the machine's AXI4-Stream interface carries.
package struct Port: Codable, Sendable, Hashable {
  /// Its elements.
  package var shape: Shape
  /// How codes are read.
  package var format: Format
  /// The real value of a code's unit.
  package var scale: Double
  /// The code's number that stands for 0.
  package var zeroPoint: Int
  /// How its elements come in words.
  package var stream: StreamType

  /// What an interface carries.
  package init(
    shape: Shape, format: Format, scale: Double, zeroPoint: Int, stream: StreamType
  ) {
    self.shape = shape
    self.format = format
    self.scale = scale
    self.zeroPoint = zeroPoint
    self.stream = stream
  }
}

/// The words of one stream: `lanes` elements a word, lane 0 in the lowest bits.
package struct StreamType: Codable, Sendable, Hashable {
  /// Elements of a word, side by side.
  package var lanes: Int
  /// Bits an element.
  package var elementWidth: Int
  /// Words of one frame, without pauses.
  package var wordsPerFrame: Int

  /// Words of so many elements.
  package init(lanes: Int, elementWidth: Int, wordsPerFrame: Int) {
    self.lanes = lanes
    self.elementWidth = elementWidth
    self.wordsPerFrame = wordsPerFrame
  }

  /// Bits of a word without padding.
  package var wordWidth: Int { lanes * elementWidth }

  /// An element's code as a cell's parameter; bits above the element's width are dropped.
  package func parameter(_ code: UInt32) -> CellUse.Value {
    .code(elementWidth < 32 ? code & ((1 << elementWidth) - 1) : code, width: elementWidth)
  }
}

/// One hardware module with streams in and out.
package struct Stage: Codable, Sendable {
  /// Unique; letters, digits and `_`. Its output streams bear this name, or `name.0`, `name.1` when it
  /// has several.
  package var name: String
  /// The quantized node that this stage belongs to; stages of one layer stand together.
  package var layer: String
  /// What it does, with every parameter.
  package var operation: any StageOperation
  /// Names of streams.
  package var inputs: [String]
  /// The streams that leave it, in the order of its ports.
  package var outputs: [StreamType]

  /// A stage and the streams that it reads.
  package init(
    name: String, layer: String, operation: any StageOperation, inputs: [String],
    outputs: [StreamType]
  ) {
    self.name = name
    self.layer = layer
    self.operation = operation
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The names of its output streams, for stages that read them.
  package var outputNames: [String] {
    outputs.count == 1 ? [name] : outputs.indices.map { "\(name).\($0)" }
  }

  private enum CodingKeys: String, CodingKey { case name, layer, operation, inputs, outputs }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    layer = try container.decode(String.self, forKey: .layer)
    inputs = try container.decode([String].self, forKey: .inputs)
    outputs = try container.decode([StreamType].self, forKey: .outputs)
    operation = try KindCoding.decode(
      (any StageOperation).self, from: container.superDecoder(forKey: .operation))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(layer, forKey: .layer)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(outputs, forKey: .outputs)
    try KindCoding.encode(operation, to: container.superEncoder(forKey: .operation))
  }
}
