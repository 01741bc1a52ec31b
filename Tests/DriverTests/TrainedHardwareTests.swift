import Foundation
import ONNX
import Support
import SwiftProtobuf
import TestTools
import Testing
import Verify

@testable import Driver

/// Networks from images to simulated Verilog.
@Suite struct TrainedHardwareTests {
  private static let posit = "input: {format: 'posit<8,1>', scale: 0.00392156862745098}\n"

  /// Everything that leaves the trained network's hardware is what training judged, by the golden model.
  @Test(arguments: [
    "defaults: {weights: binary, activations: 'ufixed<2>'}",
    "defaults: {weights: ternary}",
    posit + "defaults: {weights: 'posit<8,1>', activations: 'posit<8,1>'}",
    posit + "defaults: {weights: 'posit<8,1>', activations: 'posit<8,1>', multiplier: plam}",
  ])
  func trainedNetworksAgreeInVerilator(_ plan: String) async throws {
    let place = try TrainTests.Workplace()
    defer { place.remove() }
    let report = try train(try place.options(plan: plan, recipe: "epochs: 3\nbatch: 20\noptimizer: {rate: 0.01}\n"))
    #expect(report.validation.accuracy ?? 0 > 0.5)
    _ = try compile(
      CompileOptions(model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), output: place.path("rtl")))
    let result = try await verify(
      VerifyRequest(
        folder: place.path("rtl"), inputs: place.path("test.idx"),
        options: VerifyOptions(simulator: .verilator, frames: 20, measuresCycles: false)))
    #expect(result.passed && result.wordsCompared >= 20)
  }

  /// Weights behind nodes that compute them, as exporters of compressed models write them, train like initializers.
  @Test func weightsThatNodesComputeAreTrained() throws {
    let place = try TrainTests.Workplace()
    defer { place.remove() }
    let plain = try train(try place.options(to: "plain"))
    var proto = try Onnx_ModelProto(serializedBytes: place.bytes("net.onnx"))
    for index in proto.graph.initializer.indices where proto.graph.initializer[index].dims.count == 2 {
      Self.compute(&proto.graph, index)
    }
    try (proto.serializedBytes() as Data).write(to: URL(filePath: place.path("net.onnx")))
    let computed = try train(try place.options(to: "computed"))
    #expect(computed.validationCodes == plain.validationCodes)
    let trained = try ModelFile(path: place.path("computed/model.onnx")).model
    #expect(!trained.nodes.contains { $0.kind == "Mul" })
  }

  /// Doubles an initializer, and halves it again by a node.
  private static func compute(_ graph: inout Onnx_GraphProto, _ index: Int) {
    let name = graph.initializer[index].name
    var (half, halving) = (Onnx_TensorProto(), Onnx_NodeProto())
    half.name = name + "_half"
    half.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
    half.floatData = [0.5]
    graph.initializer.append(half)
    graph.initializer[index].name = name + "_doubled"
    graph.initializer[index].rawData = graph.initializer[index].rawData.withUnsafeBytes { bytes in
      bytes.bindMemory(to: Float.self).map { $0 * 2 }.withUnsafeBytes { Data($0) }
    }
    halving.opType = "Mul"
    halving.input = [name + "_doubled", half.name]
    halving.output = [name]
    graph.node.insert(halving, at: 0)
  }
}
