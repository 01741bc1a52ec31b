import Driver
import Emit
import Foundation
import Support
import TestTools
import Testing

/// The fold under a plan's `defaults` holds for every layer that states none.
@Suite struct DefaultFoldTests {
  private func compiled(_ plan: String, _ check: (Manifest) -> Void) throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("plan.yml")
      try plan.write(to: file, atomically: true, encoding: .utf8)
      let output = folder.appendingPathComponent("out").path
      let model = try #require(Oracle.model("small_residual"))
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

  @Test func aLayerThatItDoesNotDivideIsNamed() throws {
    let failure = #expect(throws: Failure.self) { try compiled("defaults: {fold: {pe: 2, simd: 1}}\n") { _ in } }
    let text = failure?.description ?? ""
    #expect(text.contains("layer 'fc': error: fold pe 2, simd 1 does not divide the layer"), "\(text)")
    #expect(text.contains("note: it is the plan's default; give this layer a fold of its own"))
  }
}
