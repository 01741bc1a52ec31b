import Estimate
import PipelineIR
import Support
import Synthesis
import Testing
import Tools

/// Yosys makes block memory of a layer's weights on every family, as little as they need.
@Suite(.enabled(if: (try? Tool.find("yosys")) != nil, "yosys is not on this machine"))
struct BlockMemoryTests {
  /// The stage with 4096 words of 48 bits of weights.
  private func stage() throws -> CalibrationStage {
    try #require(try CalibrationStage.all().first { $0.name == "matrix fixed<6> x ufixed<6>, 1 x 8" })
  }

  /// 196,608 bits: in blocks of 4,096 on iCE40, of 16,384 (without parity) and 18,432 elsewhere.
  @Test(arguments: [(Device.ice40, 48), (.ecp5, 11), (.xc7, 11)])
  func weightsTakeBlocks(device: Device, least: Int) async throws {
    let stage = try stage()
    let found = try await StageSynthesis().area(of: stage.operation, inputs: stage.inputs, on: device)
    print("BlockMemoryTests \(device): \(found)")
    // The constants of the affines may take two more.
    #expect(found.blocks >= least && found.blocks <= least + 3)
  }
}
