import Foundation
import Support
import SwiftProtobuf
import Testing

@testable import ONNX

@Suite struct LoadTests {
  @Test func anAbsentFileIsAFailure() {
    let failure = #expect(throws: Failure.self) { try ONNXModel.load("/nowhere/model.onnx") }
    #expect(failure?.description == "/nowhere/model.onnx: error: there is no such file")
    #expect(failure?.kind == .input)
  }

  @Test func aFolderIsAFailure() {
    let failure = #expect(throws: Failure.self) { try ONNXModel.load("/") }
    #expect(failure?.description.contains("is a folder") == true)
  }

  @Test(arguments: [
    (Data(), "the file is empty"), (Data([0xFF, 0xFF]), "is not an ONNX file, or is damaged"),
    (Data([0x08, 0x08]), "it holds no graph"), (Data("hello, this is text".utf8), "is not an ONNX file"),
  ])
  func bytesThatAreNoModelAreAFailure(_ bytes: Data, _ message: String) {
    let failure = #expect(throws: Failure.self) { try ONNXModel(bytes: bytes, file: "m.onnx") }
    #expect(failure?.description.hasPrefix("m.onnx: error: ") == true)
    #expect(failure?.description.contains(message) == true)
  }

  /// A model of one tensor whose data are elsewhere.
  private func load(
    _ entries: [String: String], file: [Float]? = [1, 2, 3, 4], named: String = "m.data"
  ) throws -> ONNXModel {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
    if let file {
      try file.withUnsafeBytes { try Data($0).write(to: folder.appendingPathComponent(named)) }
    }
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("link"), withDestinationURL: URL(fileURLWithPath: "/etc/passwd"))
    var model = Onnx_ModelProto()
    var tensor = Onnx_TensorProto()
    tensor.name = "w"
    tensor.dims = [2]
    tensor.dataType = 1
    tensor.dataLocation = .external
    tensor.externalData = entries.sorted { $0.key < $1.key }.map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
    model.graph.initializer = [tensor]
    model.graph.node = [Onnx_NodeProto()]
    let path = folder.appendingPathComponent("m.onnx")
    try model.serializedData().write(to: path)
    return try ONNXModel.load(path.path)
  }

  @Test func dataBesideTheModelAreRead() throws {
    let model = try load(["location": "m.data", "offset": "4", "length": "8"])
    #expect(model.problems.isEmpty && model.initializers["w"]?.reals == [2, 3])
    let below = try load(["location": "sub/m.data", "offset": "8"], named: "sub/m.data")
    #expect(below.initializers["w"]?.reals == [3, 4])
  }

  @Test(arguments: [
    (["location": "m.data", "offset": "8", "length": "12"], "end after those"),
    (["location": "m.data", "offset": "9223372036854775807"], "end after those"),
    (["location": "m.data", "offset": "-4"], "a number of bytes is expected"),
    (["location": "m.data", "length": "x"], "a number of bytes is expected"),
    (["location": "m.data"], "it has 16 bytes in"),
    (["location": "other.data"], "is not beside the model"),
    (["location": "sub"], "is not beside the model"),
    (["location": "../m.data"], "a file in the model's folder is expected"),
    (["location": "/etc/passwd"], "a file in the model's folder is expected"),
    (["location": "link"], "leads out of the model's folder"),
    ([:], "a file in the model's folder is expected"),
  ])
  func dataThatCannotBeReadAreAProblem(_ entries: [String: String], _ message: String) throws {
    let model = try load(entries)
    #expect(model.initializers["w"] == nil)
    #expect(model.problems.count == 1 && model.problems[0].description.contains(message), "\(model.problems)")
  }
}
