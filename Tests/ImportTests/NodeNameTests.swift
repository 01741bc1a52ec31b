import Foundation
import Layers
import Support
import Testing

@Suite struct NodeNameTests {
  @Test(arguments: [
    ("conv1", "conv1"), ("model/dense/BiasAdd", "dense_BiasAdd"), ("/features/features.0/Conv", "features_0_Conv"),
    ("a/Relu;b/batch_norm/FusedBatchNormV3;b/conv2d/Conv2D", "conv2d_Conv2D"), ("Relu__5:0", "Relu_5_0"),
    ("1_first", "first"), ("reg", "reg_0"), ("final", "final_0"), ("Logic", "Logic_0"),
    ("downto", "downto_0"), ("Schätzung/Fläche", "Schatzung_Flache"), ("１x１", "x1"), ("", "dense1"), ("名前", "dense1"),
    ("__", "dense1"),
    (String(repeating: "x", count: 99), String(repeating: "x", count: 40)),
  ])
  func nameIsAnIdentifier(_ origin: String, _ expected: String) {
    var names = NodeNames()
    #expect(names.name(for: origin, kind: "dense") == expected)
  }

  /// Keywords of Verilog, SystemVerilog and VHDL, in any case.
  @Test func noKeywordIsAName() {
    var names = NodeNames()
    let words = ["always", "final", "logic", "string", "process", "xnor", "signal", "entity"]
    #expect(ReservedWords.all.isSuperset(of: words))
    let found = (ReservedWords.all.sorted() + words.map { $0.capitalized }).map { names.name(for: $0, kind: "dense") }
    #expect(found.allSatisfy { !ReservedWords.all.contains($0.lowercased()) })
    #expect(Set(found.map { $0.lowercased() }).count == found.count)
  }

  @Test func namesDifferInMoreThanCase() {
    var names = NodeNames()
    let long = String(repeating: "n", count: 60)
    let found = ["relu", "Relu", "relu_2", "", "", long, long].map { names.name(for: $0, kind: "max-pool") }
    let cut = String(repeating: "n", count: 38) + "_2"
    #expect(
      found == ["relu", "Relu_2", "relu_2_2", "max_pool1", "max_pool2", String(repeating: "n", count: 40), cut])
  }
}
