import Driver
import Emit
import Foundation
import Support
import TestTools
import Testing

/// The fold under a plan's `defaults` holds for every layer that states none.
@Suite struct DefaultFoldTests {
  private func compiled(_ plan: String, model name: String = "small_residual", _ check: (Manifest) -> Void) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("plan.yml")
      try plan.write(to: file, atomically: true, encoding: .utf8)
      let output = folder.appendingPathComponent("out").path
      let model = try #require(Oracle.model(name))
      _ = try compile(CompileOptions(model: model, plan: file.path, calibration: "random", output: output))
      check(try Manifest(folder: output))
    }
  }

  @Test func itReachesLayersThatThePlanDoesNotName() throws {
    try compiled("defaults: {fold: {pe: 2, simd: 1}}\nlayers: {fc: {fold: {pe: 3, simd: 2}}}\n") { manifest in
      let folds = manifest.layers.flatMap { layer in
        layer.stages.compactMap { stage in stage.parameters["PE"].map { "\(layer.name) \($0)" } }
      }
      #expect(folds.contains("conv 2") && folds.contains("branch 2") && folds.contains("fc 3"), "\(folds)")
      #expect(manifest.layers.first { $0.name == "pool" }?.lanes == 2)
    }
  }

  /// A LeakyRelu is computed by the layer before it, unless the plan says how either is built.
  @Test func layersThatThePlanFoldsStandAlone() throws {
    let model = "pytorch_mlp_leaky"
    var names: [Int: Set<String>] = [:]
    for (key, layers) in ["", "node_leaky_relu: {fold: {pe: 1, simd: 1}}", "node_Gemm_28: {activations: fixed<8>}"]
      .enumerated()
    {
      try compiled("layers: {\(layers)}\n", model: model) { names[key] = Set($0.layers.map(\.name)) }
    }
    let functions: Set = ["node_leaky_relu", "node_leaky_relu_1"]
    #expect(names[0]?.isDisjoint(with: functions) == true, "\(names)")
    for key in 1...2 { #expect(names[key]?.intersection(functions) == ["node_leaky_relu"], "\(names)") }
  }

  @Test func aLayerThatItDoesNotDivideIsNamed() throws {
    let failure = #expect(throws: Failure.self) { try compiled("defaults: {fold: {pe: 2, simd: 1}}\n") { _ in } }
    let text = failure?.description ?? ""
    #expect(text.contains("layer 'fc': error: fold pe 2, simd 1 does not divide the layer"), "\(text)")
    #expect(text.contains("note: it is the plan's default; give this layer a fold of its own"))
  }
}
