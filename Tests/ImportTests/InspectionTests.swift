import Foundation
import Import
import NetworkIR
import Testing

@Suite struct InspectionTests {
  @Test func lenet5IsListedNodeByNode() throws {
    let path = try #require(Oracle.model("lenet5"))
    let inspection = try inspectModel(at: path)
    #expect(inspection.problems.isEmpty)
    #expect(inspection.layers.count == 16)
    #expect(inspection.layers.allSatisfy { $0.supported })
    let first = try #require(inspection.layers.first)
    #expect(first.name == "conv1")
    #expect(first.kind == "Conv")
    #expect(first.inputShape == [28, 28, 1])
    #expect(first.outputShape == [24, 24, 6])
    #expect(first.macs == 24 * 24 * 25 * 6)
    #expect(first.weights == 150)
    #expect(inspection.layers[9].kind == "Gemm")
    #expect(inspection.layers[9].inputShape == [4, 4, 16])
    #expect(inspection.network?.input.modelShape == [1, 28, 28])
    #expect(inspection.network?.input.streamAxes == [1, 2, 0])
    #expect(inspection.network?.name == "lenet5")
  }

  @Test func keysAreThoseOfTheReport() throws {
    let path = try #require(Oracle.model("lenet5"))
    let layer = try #require(try inspectModel(at: path).layers.first)
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(layer)) as? [String: Any]
    let keys: Set = ["name", "kind", "input_shape", "output_shape", "macs", "weights", "supported"]
    #expect(Set((object ?? [:]).keys) == keys)
  }
}
