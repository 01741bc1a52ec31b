package import ONNX

extension TinyModel {
  /// A small model of the operators that move, join and repeat elements.
  package static func makeMoves() -> Onnx_ModelProto {
    var model = make()
    model.graph.output = [value("y", [])]
    model.graph.initializer = [
      floats("w", [2, 3, 3, 3]), integers("pads", [8], [0, 0, 1, 0, 0, 0, 0, 2]), integers("one", [1], [1]),
      integers("five", [1], [5]), integers("two", [1], [2]), integers("halves", [2], [3, 3]),
      floats("slopes", [4, 1, 1]), integers("sizes", [4], [1, 4, 16, 48]), floats("w1", [4, 3, 1, 1]),
    ]
    model.graph.node = [
      node("Pad", ["x", "pads"], ["p"]),
      node("Slice", ["p", "one", "five", "two"], ["s"]),
      node(
        "ConvTranspose", ["s", "w"], ["t"], ["strides": [2, 2], "pads": [1, 1, 1, 1], "output_padding": [1, 1]]),
      node("Sigmoid", ["t"], ["g"]),
      node("Concat", ["t", "g"], ["c"], ["axis": [1]]),
      node("Split", ["c", "halves"], ["a", "b"], ["axis": [1]]),
      node("Mul", ["a", "b"], ["m"]),
      node("Conv", ["m", "w1"], ["d"]),
      node("PRelu", ["d", "slopes"], ["r"]),
      node("ReduceMean", ["r"], ["v"], ["axes": [2, 3], "keepdims": [1]]),
      node("Add", ["v", "r"], ["e"]),
      node("AveragePool", ["e"], ["q"], ["kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "ceil_mode": [1]]),
      node("Resize", ["q", "", "", "sizes"], ["u"]),
      node("TopK", ["u", "one"], ["values", "y"], ["axis": [1]]),
    ]
    return model
  }

  /// A small model without quantizers: a plan or samples decide all formats.
  package static func makeFloats() -> Onnx_ModelProto {
    var model = make()
    model.graph.initializer = [
      floats("w", [4, 2, 3, 3]), floats("gamma", [4]), floats("beta", [4]), floats("mean", [4]),
      floats("variance", [4]), floats("w1", [4, 1, 1, 1]), floats("v", [4, 3]), floats("b", [3]),
    ]
    model.graph.node = [
      node("Conv", ["x", "w"], ["c"], ["strides": [1, 1], "pads": [1, 1, 1, 1]]),
      node("BatchNormalization", ["c", "gamma", "beta", "mean", "variance"], ["n"]),
      node("Relu", ["n"], ["r"]),
      node("Conv", ["r", "w1"], ["d"], ["group": [4]]),
      node("Add", ["d", "r"], ["s"]),
      node("MaxPool", ["s"], ["p"], ["kernel_shape": [2, 2], "strides": [2, 2]]),
      node("LeakyRelu", ["p"], ["g"]),
      node("Mul", ["p", "g"], ["h"]),
      node("GlobalAveragePool", ["h"], ["a"]),
      node("Flatten", ["a"], ["f"]),
      node("Gemm", ["f", "v", "b"], ["y"]),
    ]
    return model
  }
}
