import Layers
import Testing

@Suite struct NodeNameTests {
  @Test(arguments: [
    ("conv1", "conv1"), ("model/dense/BiasAdd", "dense_BiasAdd"), ("/features/features.0/Conv", "features_0_Conv"),
    ("a/Relu;b/batch_norm/FusedBatchNormV3;b/conv2d/Conv2D", "conv2d_Conv2D"), ("Relu__5:0", "Relu_5_0"),
    ("1_first", "first"), ("reg", "reg_0"), ("", "dense1"), ("名前", "dense1"), ("__", "dense1"),
    (String(repeating: "x", count: 99), String(repeating: "x", count: 40)),
  ])
  func nameIsAnIdentifier(_ origin: String, _ expected: String) {
    var names = NodeNames()
    #expect(names.name(for: origin, kind: "dense") == expected)
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
