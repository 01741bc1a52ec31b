import Foundation
import ONNX
import Support
import SwiftProtobuf
import TestTools
import Testing

@testable import Import

/// Operators on constants whose types are not those that they take: computed or refused, and what is made of them can be
/// read on.
@Suite struct ConstantTypeTests {
  private static let types: [Int32] = [1, 6, 7, 9, 11]

  private static func constant(_ name: String, _ type: Int32) -> Onnx_TensorProto {
    var tensor = Onnx_TensorProto()
    (tensor.name, tensor.dims, tensor.dataType) = (name, [2], type)
    switch type {
    case 1: tensor.floatData = [2, 3]
    case 7: tensor.int64Data = [2, 3]
    case 11: tensor.doubleData = [2, 3]
    default: tensor.int32Data = [1, 1]
    }
    return tensor
  }

  private static func node(_ kind: String, _ inputs: [String], _ output: String) -> Onnx_NodeProto {
    var node = Onnx_NodeProto()
    (node.opType, node.name, node.input, node.output) = (kind, output, inputs, [output])
    return node
  }

  /// The operator, a sum with its result, and a use of that as a shape.
  private static func model(_ kind: String, _ operands: [Int32]) -> Onnx_ModelProto {
    var model = Onnx_ModelProto()
    model.irVersion = 8
    var opset = Onnx_OperatorSetIdProto()
    opset.version = 18
    model.opsetImport = [opset]
    func value(_ name: String) -> Onnx_ValueInfoProto {
      var value = Onnx_ValueInfoProto()
      value.name = name
      value.type.tensorType.elemType = 1
      value.type.tensorType.shape.dim = [Int64(1), 6].map { extent in
        var axis = Onnx_TensorShapeProto.Dimension()
        axis.dimValue = extent
        return axis
      }
      return value
    }
    (model.graph.input, model.graph.output) = ([value("x")], [value("y")])
    model.graph.initializer = operands.enumerated().map { constant("c\($0)", $1) } + [constant("n", 7)]
    model.graph.node = [
      node(kind, operands.indices.map { "c\($0)" }, "r"), node("Add", ["r", "n"], "s"),
      node("Reshape", ["x", "s"], "y"),
    ]
    return model
  }

  @Test func everyOperatorTakesOrRefusesEveryType() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "model.onnx")
      var computed = 0
      for kind in ConstantEvaluation.table.keys.sorted() {
        var lists: [[Int32]] = [[7, 7, 7], [9, 7, 7], [9, 1, 7], [7, 1, 1], [1, 7, 7], [1, 7, 1]]
        for first in Self.types { lists += [[first]] + Self.types.map { [first, $0] } }
        for operands in lists {
          try Self.model(kind, operands).serializedData().write(to: file)
          do { _ = try importModel(at: file.path) } catch {
            #expect((error as? Failure)?.kind == .input, "\(kind) \(operands): \(error)")
            continue
          }
          computed += 1
        }
      }
      #expect(computed > 0)
    }
  }

  @Test func aMeanOfIntegersIsRefused() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "model.onnx")
      try Self.model("Mean", [7, 7]).serializedData().write(to: file)
      let failure = #expect(throws: Failure.self) { try importModel(at: file.path) }
      #expect(failure?.description.contains("of type 'int64'; a floating-point type is expected") == true)
    }
  }
}
