import Foundation
import Import
import Support
import Testing

/// Models with operators of QONNX, which are not supported yet.
@Suite struct QuantizedOperatorTests {
  static let counts = ["TFC_1W1A": 8, "TFC_2W2A": 8, "qkeras_jettagging": 11]

  @Test(arguments: counts.filter { Oracle.model($0.key) != nil }.map { ($0.key, $0.value) })
  func everyProblemIsListed(_ name: String, _ count: Int) throws {
    let path = try #require(Oracle.model(name))
    let failure = #expect(throws: Failure.self) { try importModel(at: path) }
    let diagnostics = try #require(failure?.diagnostics)
    #expect(diagnostics.count == count)
    #expect(diagnostics.allSatisfy { $0.message.hasPrefix("operator '") && $0.message.hasSuffix("is not supported") })
    #expect(diagnostics.allSatisfy { $0.location.hasPrefix("\(name).onnx: node '") })
    #expect(Set(diagnostics.map(\.location)).count == count)
    #expect(diagnostics.flatMap(\.notes).count == 1)
    #expect(failure?.kind == .input)

    let inspection = try inspectModel(at: path)
    #expect(inspection.problems == diagnostics)
    #expect(inspection.layers.filter { !$0.supported }.count == count)
    #expect(inspection.network == nil)
    #expect(inspection.input != nil)
  }
}
