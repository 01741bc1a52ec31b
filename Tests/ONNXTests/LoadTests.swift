import Foundation
import ONNX
import Support
import Testing

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
}
