import Foundation
import ONNX
import Support
import Testing

@Suite struct LoadTests {
  @Test func anAbsentFileIsAFailure() {
    #expect(throws: Failure.self) { try ONNXModel.load("/nowhere/model.onnx") }
  }
}
