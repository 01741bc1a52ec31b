internal import Foundation
package import ONNX
package import Support
internal import SwiftProtobuf

/// Changes a model somewhere, in ways that still make a protobuf.
package struct ModelMutation {
  /// Where choices come from.
  package var random: SplitMix64

  package init(random: SplitMix64) { self.random = random }

  private static let numbers: [Int64] = [
    -1, 0, 1, 2, 3, 4, 7, 16, 64, 1024, 32767, 32768, 1 << 20, 1 << 24, 1 << 31, 1 << 40, .max, .min, -2, -4,
  ]
  private static let floats: [Float] = [
    0, -0.0, 1, -1, 1e38, -1e38, 3.4e38, 1e30, 1e-30, 1e-38, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, 1e10,
    0.1,
  ]
  private static let operators = [
    "Conv", "Gemm", "MatMul", "BatchNormalization", "Relu", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten",
    "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Add", "Sub", "Mul", "Div", "Clip", "Selu",
    "Softmax", "ArgMax", "Shape", "Gather", "Concat", "Slice", "Cast", "ConstantOfShape", "DequantizeLinear", "Pow",
    "Sqrt", "Constant", "If", "", "Split", "Pad", "Resize", "Upsample", "ConvTranspose", "ReduceMean", "ReduceSum",
    "ReduceMax", "PRelu", "LeakyRelu", "Sigmoid", "TopK",
    "Max", "Min", "Sum", "Mean", "Neg", "Range", "Where", "Equal", "Tile", "Expand", "ScatterND", "ScatterElements",
    "GatherND", "GatherElements", "Mod", "BitShift", "CumSum", "ReduceProd", "OneHot", "Trilu", "EyeLike", "Compress",
    "CastLike", "NonZero", "Reciprocal", "QuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger",
    "MatMulInteger",
  ]
  private static let attributes = [
    "axis", "axes", "perm", "strides", "pads", "dilations", "group", "kernel_shape", "auto_pad", "to", "alpha", "value",
    "transA", "transB", "ceil_mode", "keepdims", "count_include_pad", "epsilon", "start", "end", "", "starts", "ends",
    "split", "scales", "mode", "output_shape", "output_padding", "k",
    "num_outputs", "fmod", "direction", "reduction", "batch_dims", "dtype", "upper", "nearest_mode",
    "coordinate_transformation_mode",
  ]

  private mutating func number() -> Int64 { Self.numbers.randomElement(using: &random) ?? 0 }

  /// Changes one to three things.
  package mutating func mutate(_ model: inout Onnx_ModelProto) {
    for _ in 0..<Int.random(in: 1...3, using: &random) { mutateOnce(&model) }
  }

  private mutating func mutateOnce(_ model: inout Onnx_ModelProto) {
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<4: changeTensor(&model.graph.initializer)
    case 4..<8: changeAttribute(&model.graph.node)
    case 8..<13: changeNode(&model.graph.node)
    case 13: changeInput(&model.graph)
    case 14: if !model.opsetImport.isEmpty { model.opsetImport[0].version = number() }
    case 15: model.graph.node.shuffle(using: &random)
    case 16: model.graph.initializer.shuffle(using: &random)
    case 17: if let node = model.graph.node.randomElement(using: &random) { model.graph.node.append(node) }
    case 18: if !model.graph.node.isEmpty { model.graph.node.remove(at: index(model.graph.node.count)) }
    default:
      if !model.graph.initializer.isEmpty { model.graph.initializer.remove(at: index(model.graph.initializer.count)) }
    }
  }

  private mutating func index(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  private mutating func changeTensor(_ tensors: inout [Onnx_TensorProto]) {
    guard !tensors.isEmpty else { return }
    let place = index(tensors.count)
    switch index(8) {
    case 6, 7: changeFloats(&tensors[place])
    case 0 where !tensors[place].dims.isEmpty: tensors[place].dims[index(tensors[place].dims.count)] = number()
    case 1: tensors[place].dims.append(number())
    case 2: tensors[place].dims = tensors[place].dims.reversed()
    case 3: tensors[place].dataType = Int32(index(24))
    case 4: tensors[place].rawData = Data(tensors[place].rawData.map { _ in UInt8.random(in: 0...255, using: &random) })
    default: tensors[place].rawData = tensors[place].rawData.prefix(index(tensors[place].rawData.count + 1))
    }
  }

  /// Values that no arithmetic expects, in one place or in all.
  private mutating func changeFloats(_ tensor: inout Onnx_TensorProto) {
    let value = Self.floats.randomElement(using: &random) ?? 0
    let bytes = withUnsafeBytes(of: value) { Array($0) }
    let (count, all) = (tensor.rawData.count / 4, index(3) == 0)
    if count == 0, !tensor.floatData.isEmpty { tensor.floatData[index(tensor.floatData.count)] = value }
    var data = [UInt8](tensor.rawData)
    for place in all ? Array(0..<count) : (count > 0 ? [index(count)] : []) {
      data.replaceSubrange(4 * place..<4 * place + 4, with: bytes)
    }
    tensor.rawData = Data(data)
  }

  private mutating func changeAttribute(_ nodes: inout [Onnx_NodeProto]) {
    guard !nodes.isEmpty else { return }
    let place = index(nodes.count)
    guard !nodes[place].attribute.isEmpty, index(3) > 0 else {
      var attribute = Onnx_AttributeProto()
      attribute.name = Self.attributes.randomElement(using: &random) ?? ""
      attribute.type = [.int, .ints, .float, .string, .tensor, .undefined].randomElement(using: &random) ?? .int
      attribute.i = number()
      attribute.ints = (0..<index(5)).map { _ in number() }
      attribute.f = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random))
      nodes[place].attribute.append(attribute)
      return
    }
    let chosen = index(nodes[place].attribute.count)
    switch index(5) {
    case 0: nodes[place].attribute[chosen].name = Self.attributes.randomElement(using: &random) ?? ""
    case 1: nodes[place].attribute[chosen].ints.append(number())
    case 2: nodes[place].attribute.remove(at: chosen)
    default:
      nodes[place].attribute[chosen].i = number()
      let count = nodes[place].attribute[chosen].ints.count
      if count > 0 { nodes[place].attribute[chosen].ints[index(count)] = number() }
    }
  }

  private mutating func changeNode(_ nodes: inout [Onnx_NodeProto]) {
    guard !nodes.isEmpty else { return }
    let place = index(nodes.count)
    let names = nodes.flatMap { $0.input + $0.output } + ["", "absent"]
    let name = names.randomElement(using: &random) ?? ""
    switch index(6) {
    case 0: nodes[place].opType = Self.operators.randomElement(using: &random) ?? ""
    case 1:
      nodes[place].name =
        ["", "a/b;c", "1", "reg", "\u{0}", "名前", String(repeating: "n", count: 99)]
        .randomElement(using: &random) ?? ""
    case 2 where !nodes[place].input.isEmpty: nodes[place].input[index(nodes[place].input.count)] = name
    case 3 where !nodes[place].output.isEmpty: nodes[place].output[index(nodes[place].output.count)] = name
    case 4 where !nodes[place].input.isEmpty: nodes[place].input.removeLast()
    default: nodes[place].input.append(name)
    }
  }

  private mutating func changeInput(_ graph: inout Onnx_GraphProto) {
    guard !graph.input.isEmpty else { return }
    var dimensions = graph.input[0].type.tensorType.shape.dim
    switch index(4) {
    case 0 where !dimensions.isEmpty: dimensions[index(dimensions.count)].value = .dimValue(number())
    case 1 where !dimensions.isEmpty: dimensions.removeLast()
    case 2: graph.input[0].type.tensorType.elemType = Int32(index(20))
    default: dimensions.append(dimensions.last ?? Onnx_TensorShapeProto.Dimension())
    }
    graph.input[0].type.tensorType.shape.dim = dimensions
  }
}
