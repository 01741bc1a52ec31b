import ONNX

extension TinyModel {
  /// A small model of the operators that move, join and repeat elements.
  static func makeMoves() -> Onnx_ModelProto {
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
}
