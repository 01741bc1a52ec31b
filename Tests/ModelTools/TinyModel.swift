package import Foundation
package import ONNX
internal import SwiftProtobuf

/// A small model with most kinds of operators, as protobuf: what the mutations start from.
package enum TinyModel {
  package static func make() -> Onnx_ModelProto {
    var graph = Onnx_GraphProto()
    graph.name = "tiny"
    graph.input = [value("x", [0, 2, 6, 6])]
    graph.output = [value("y", [])]
    graph.initializer = [
      floats("w", [4, 2, 3, 3]), floats("gamma", [4]), floats("beta", [4]), floats("mean", [4]),
      floats("variance", [4]),
      integers("zero", []), integers("axes", [1]), integers("minus", [1], [-1]), codes("q", [16, 3]),
      floats("scale", []), codes("point", []), floats("b", [3]), floats("low", []), floats("w1", [4, 1, 1, 1]),
      number("bits", 4), number("nought", 0), codes("b8", []),
    ]
    graph.node = [
      node("Conv", ["x", "w"], ["c"], ["strides": [1, 1], "pads": [1, 1, 1, 1], "dilations": [1, 1]]),
      node("BatchNormalization", ["c", "gamma", "beta", "mean", "variance"], ["n"]),
      node("Relu", ["n"], ["r"]),
      node("Conv", ["r", "w1"], ["d"], ["group": [4]]),
      node("Add", ["d", "r"], ["s"]),
      node("Clip", ["s", "low"], ["k"]),
      node("finn.custom_op.general:Quant", ["k", "scale", "nought", "bits"], ["kq"], ["signed": [1], "narrow": [0]]),
      node("MaxPool", ["kq"], ["p"], ["kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": [0]]),
      node("QuantizeLinear", ["p", "scale", "b8"], ["pq"]),
      node("DequantizeLinear", ["pq", "scale", "b8"], ["pd"]),
      node("AveragePool", ["pd"], ["a"], ["kernel_shape": [2, 2]]),
      node("Shape", ["a"], ["shape"]),
      node("Gather", ["shape", "zero"], ["batch"], ["axis": [0]]),
      node("Unsqueeze", ["batch", "axes"], ["batches"]),
      node("Concat", ["batches", "minus"], ["flat"], ["axis": [0]]),
      node("Transpose", ["a"], ["t"], ["perm": [0, 2, 3, 1]]),
      node("Reshape", ["t", "flat"], ["f"]),
      node("DequantizeLinear", ["q", "scale", "point"], ["v"]),
      node("MatMul", ["f", "v"], ["m"]),
      node("Add", ["m", "b"], ["o"]),
      node("Softmax", ["o"], ["y"], ["axis": [1]]),
    ]
    var model = Onnx_ModelProto()
    model.irVersion = 8
    model.graph = graph
    var opset = Onnx_OperatorSetIdProto()
    opset.version = 13
    model.opsetImport = [opset]
    return model
  }

  package static func node(
    _ kind: String, _ inputs: [String], _ outputs: [String], _ attributes: [String: [Int64]] = [:]
  ) -> Onnx_NodeProto {
    var node = Onnx_NodeProto()
    let parts = kind.split(separator: ":").map(String.init)
    node.opType = parts.last ?? kind
    if parts.count > 1 { node.domain = parts[0] }
    node.name = "\(node.opType)_\(outputs[0])"
    node.input = inputs
    node.output = outputs
    for (name, values) in attributes.sorted(by: { $0.key < $1.key }) {
      var attribute = Onnx_AttributeProto()
      attribute.name = name
      if ["group", "axis", "ceil_mode", "keepdims", "signed", "narrow"].contains(name) {
        attribute.type = .int
        attribute.i = values[0]
      } else {
        attribute.type = .ints
        attribute.ints = values
      }
      node.attribute.append(attribute)
    }
    return node
  }

  package static func floats(_ name: String, _ dims: [Int64]) -> Onnx_TensorProto {
    let values = (0..<dims.reduce(1, *)).map { 0.25 + Float($0 % 7) / 8 }
    return tensor(name, dims, type: 1, values.withUnsafeBytes { Data($0) })
  }

  private static func number(_ name: String, _ value: Float) -> Onnx_TensorProto {
    tensor(name, [], type: 1, withUnsafeBytes(of: value) { Data($0) })
  }

  package static func integers(_ name: String, _ dims: [Int64], _ values: [Int64] = [0]) -> Onnx_TensorProto {
    tensor(name, dims, type: 7, values.withUnsafeBytes { Data($0) })
  }

  private static func codes(_ name: String, _ dims: [Int64]) -> Onnx_TensorProto {
    tensor(name, dims, type: 3, Data((0..<dims.reduce(1, *)).map { UInt8($0 % 11) }))
  }

  package static func tensor(_ name: String, _ dims: [Int64], type: Int32, _ data: Data) -> Onnx_TensorProto {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dims = dims
    tensor.dataType = type
    tensor.rawData = data
    return tensor
  }

  package static func value(_ name: String, _ extents: [Int64]) -> Onnx_ValueInfoProto {
    var value = Onnx_ValueInfoProto()
    value.name = name
    value.type.tensorType.elemType = 1
    if !extents.isEmpty {
      value.type.tensorType.shape.dim = extents.map { extent in
        var dimension = Onnx_TensorShapeProto.Dimension()
        dimension.value = extent == 0 ? .dimParam("N") : .dimValue(extent)
        return dimension
      }
    }
    return value
  }
}
