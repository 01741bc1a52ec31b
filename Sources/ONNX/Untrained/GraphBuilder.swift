import Foundation
import Support
import SwiftProtobuf

/// Makes an ONNX graph, one layer after another. Weights are uniform within ±sqrt(6 / terms of a sum).
///
/// Source: He et al., arXiv 1502.01852.
struct GraphBuilder {
  /// A tensor and its shape; layers read the last one.
  struct Position {
    var tensor: String
    var shape: Shape
    var isFlat = false
  }

  var position: Position
  private var graph = Onnx_GraphProto()
  private var random: SplitMix64
  private var problems: [Diagnostic] = []

  init(image: Shape, seed: UInt64) {
    random = SplitMix64(seed: seed)
    let isVector = image.pixels == 1
    position = Position(tensor: "input", shape: image, isFlat: isVector)
    graph.name = "untrained"
    graph.input = [
      Self.value("input", isVector ? [image.channels] : [image.channels, image.height, image.width])
    ]
  }

  private static func value(_ name: String, _ extents: [Int]) -> Onnx_ValueInfoProto {
    var value = Onnx_ValueInfoProto()
    value.name = name
    value.type.tensorType.elemType = 1
    var batch = Onnx_TensorShapeProto.Dimension()
    batch.value = .dimParam("N")
    value.type.tensorType.shape.dim =
      [batch]
      + extents.map { extent in
        var dimension = Onnx_TensorShapeProto.Dimension()
        dimension.value = .dimValue(Int64(extent))
        return dimension
      }
    return value
  }

  // MARK: layers

  mutating func convolution(
    _ name: String, _ channels: Int, kernel: Int, stride: Int = 1, pads: [Int] = [0, 0, 0, 0], groups: Int = 1
  ) {
    convolution(name, channels, kernel: (kernel, kernel), stride: stride, pads: pads, groups: groups)
  }

  mutating func convolution(
    _ name: String, _ channels: Int, kernel: (rows: Int, columns: Int), stride: Int = 1, pads: [Int] = [0, 0, 0, 0],
    groups: Int = 1
  ) {
    let input = position.shape
    let rows = Geometry.Axis(kernel: kernel.rows, stride: stride, before: pads[0], after: pads[2])
    let columns = Geometry.Axis(kernel: kernel.columns, stride: stride, before: pads[1], after: pads[3])
    let shape = Geometry(rows: rows, columns: columns).output(of: input, channels: channels)
    check(name, shape)
    weights("\(name).weight", [channels, input.channels / groups, kernel.rows, kernel.columns])
    add(
      "Conv", name, ["\(name).weight"], shape,
      ["kernel_shape": [kernel.rows, kernel.columns], "strides": [stride, stride], "pads": pads], ["group": groups])
  }

  mutating func normalization(_ name: String) {
    let count = position.shape.channels
    for (part, value) in [("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1)] {
      tensor("\(name).\(part)", [count], [Float](repeating: Float(value), count: count))
    }
    let names = ["weight", "bias", "running_mean", "running_var"].map { "\(name).\($0)" }
    add("BatchNormalization", name, names, position.shape)
  }

  mutating func relu(_ name: String) { activation(.relu, name) }

  mutating func activation(_ function: UntrainedModel.Activation, _ name: String) {
    add(function.kind, name, [], position.shape)
  }

  mutating func maximum(_ name: String, size: Int) {
    let axis = Geometry.Axis(kernel: size, stride: size)
    let shape = Geometry(rows: axis, columns: axis).output(of: position.shape, channels: position.shape.channels)
    check(name, shape)
    add("MaxPool", name, [], shape, ["kernel_shape": [size, size], "strides": [size, size]])
  }

  mutating func globalAverage(_ name: String) {
    add("GlobalAveragePool", name, [], Shape(channels: position.shape.channels))
  }

  mutating func flatten() {
    guard !position.isFlat else { return }
    add("Flatten", "flatten", [], Shape(channels: position.shape.count))
    position.isFlat = true
  }

  mutating func dense(_ name: String, _ width: Int, hasBias: Bool) {
    weights("\(name).weight", [width, position.shape.channels])
    if hasBias { tensor("\(name).bias", [width], [Float](repeating: 0, count: width)) }
    add(
      "Gemm", name, ["\(name).weight"] + (hasBias ? ["\(name).bias"] : []), Shape(channels: width), [:], ["transB": 1])
  }

  mutating func add(_ name: String, _ other: Position) { add("Add", name, [other.tensor], position.shape) }

  private mutating func check(_ name: String, _ shape: Shape) {
    guard shape.height < 1 || shape.width < 1 else { return }
    problems.append(
      Diagnostic(at: name, "its window does not fit an image of \(position.shape); give the network a larger one"))
  }

  // MARK: parts

  private mutating func add(
    _ kind: String, _ name: String, _ parameters: [String], _ shape: Shape, _ lists: [String: [Int]] = [:],
    _ integers: [String: Int] = [:]
  ) {
    var node = Onnx_NodeProto()
    node.opType = kind
    node.name = name
    node.input = [position.tensor] + parameters
    node.output = ["\(name)_output"]
    for (key, values) in lists.sorted(by: { $0.key < $1.key }) {
      var attribute = Onnx_AttributeProto()
      (attribute.name, attribute.type, attribute.ints) = (key, .ints, values.map { Int64($0) })
      node.attribute.append(attribute)
    }
    for (key, value) in integers.sorted(by: { $0.key < $1.key }) {
      var attribute = Onnx_AttributeProto()
      (attribute.name, attribute.type, attribute.i) = (key, .int, Int64(value))
      node.attribute.append(attribute)
    }
    graph.node.append(node)
    position = Position(tensor: node.output[0], shape: shape, isFlat: position.isFlat)
  }

  private mutating func weights(_ name: String, _ extents: [Int]) {
    let count = extents.reduce(1) { $0 * max(1, $1) }
    guard problems.isEmpty, count <= 1 << 26 else { return }
    let bound = (6 / Float(max(1, extents.dropFirst().reduce(1, *)))).squareRoot()
    tensor(name, extents, (0..<count).map { _ in (Float(random.next() >> 40) * 0x1p-23 - 1) * bound })
  }

  private mutating func tensor(_ name: String, _ extents: [Int], _ values: [Float]) {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = extents.map { Int64($0) }
    tensor.dataType = 1
    tensor.rawData = values.withUnsafeBytes { Data($0) }
    graph.initializer.append(tensor)
  }

  /// The file, when every layer fits.
  mutating func bytes() throws(Failure) -> [UInt8] {
    if !problems.isEmpty { throw Failure(.input, problems) }
    graph.output = [Self.value(position.tensor, [position.shape.channels])]
    var model = Onnx_ModelProto()
    model.irVersion = 8
    model.producerName = "mantissa"
    model.graph = graph
    var opset = Onnx_OperatorSetIdProto()
    opset.version = 13
    model.opsetImport = [opset]
    var options = BinaryEncodingOptions()
    options.useDeterministicOrdering = true
    guard let data: Data = try? model.serializedBytes(options: options) else {
      throw Failure(at: "network", "the model cannot be written as a file")
    }
    return [UInt8](data)
  }
}
