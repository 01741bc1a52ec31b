import Foundation
import ONNX
import Support
import SwiftProtobuf
import Testing

/// A million weights become memory files, not Verilog.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct LargeNetworkTests {
  private static let inputs = 1024

  /// 1024 inputs, a layer of 1024 and one of 10 outputs: 1,058,816 weights.
  private func model() throws -> Data {
    var random = SplitMix64(seed: 12)
    func matrix(_ name: String, _ rows: Int, _ columns: Int) -> Onnx_TensorProto {
      let values = (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) }
      var tensor = Onnx_TensorProto()
      tensor.name = name
      tensor.dims = [Int64(rows), Int64(columns)]
      tensor.dataType = 1
      tensor.rawData = values.withUnsafeBytes { Data($0) }
      return tensor
    }
    func node(_ kind: String, _ inputs: [String], _ output: String) -> Onnx_NodeProto {
      var node = Onnx_NodeProto()
      node.opType = kind
      node.name = output
      node.input = inputs
      node.output = [output]
      return node
    }
    func value(_ name: String, _ extents: [Int64]) -> Onnx_ValueInfoProto {
      var value = Onnx_ValueInfoProto()
      value.name = name
      value.type.tensorType.elemType = 1
      value.type.tensorType.shape.dim = extents.map { extent in
        var dimension = Onnx_TensorShapeProto.Dimension()
        dimension.value = .dimValue(extent)
        return dimension
      }
      return value
    }
    var graph = Onnx_GraphProto()
    graph.name = "large"
    graph.input = [value("x", [1, Int64(Self.inputs)])]
    graph.output = [value("y", [1, 10])]
    graph.initializer = [matrix("w0", Self.inputs, 1024), matrix("w1", 1024, 10)]
    graph.node = [node("MatMul", ["x", "w0"], "a"), node("Relu", ["a"], "b"), node("MatMul", ["b", "w1"], "y")]
    var model = Onnx_ModelProto()
    model.irVersion = 8
    model.graph = graph
    var opset = Onnx_OperatorSetIdProto()
    opset.version = 13
    model.opsetImport = [opset]
    return try model.serializedData()
  }

  @Test func aMillionWeightsCompileInSeconds() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-large-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try model().write(to: folder.appending(path: "large.onnx"))
    let start = ContinuousClock.now
    let run = try CommandRun(
      "compile", folder.path + "/large.onnx", "--calibrate", "random", "--target-cycles", "70000", "-o",
      folder.path + "/out")
    let time = ContinuousClock.now - start
    #expect(run.exitCode == 0, "\(run.errors)")
    print("LargeNetworkTests: \(time)")
    #expect(time < .seconds(20))
    func bytes(_ ending: String) throws -> Int {
      try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/out/rtl").filter { $0.hasSuffix(ending) }
        .reduce(0) { sum, path in
          sum + (try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/rtl/\(path)")).count)
        }
    }
    let (verilog, memories) = (try bytes(".v"), try bytes(".mem"))
    print("LargeNetworkTests: \(verilog) bytes of Verilog, \(memories) of memories")
    #expect(verilog < 150_000)
    #expect(memories > 2_000_000)
  }
}
