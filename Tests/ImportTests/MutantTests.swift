import Driver
import Foundation
import TestTools
import Testing
import Verify

/// A plain `verify` notices every one of some alterations of a design, most of which lose or change what waits.
@Suite(.serialized) struct MutantTests {
  /// A small network with a pool, a fork and a join, compiled.
  private static let design: URL = {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-mutants-\(UUID().uuidString)")
    _ = try? compile(
      CompileOptions(
        model: Oracle.model("small_residual") ?? "", calibration: "random", output: folder.path, targetCycles: 400))
    return folder
  }()

  private func withDesign(_ mutant: Mutant?, _ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(at: Self.design, to: folder)
    try mutant?.apply(to: folder)
    try await body(folder.path)
  }

  private func simulated(_ mutant: Mutant?, _ simulator: VerifyOptions.Simulator) async throws {
    try await withDesign(mutant) { folder in
      let report = try await Verifier.run(
        folder: folder, options: VerifyOptions(simulator: simulator, timeout: .seconds(300), measuresCycles: false))
      #expect(report.passed == (mutant == nil), "\(report)")
      // The folder's frames again and again, or more that are drawn after them.
      let words = report.wordsCompared
      #expect(report.stalls == .mix && (mutant != nil || words >= 64 * 3 && words.isMultiple(of: 3)), "\(words) words")
      #expect(mutant != nil || (report.patterns.count == 6 && report.hasTroubledFrames && report.alteredFiles.isEmpty))
      #expect(mutant == nil || !report.findings.isEmpty)
    }
  }

  @Test(arguments: [.icarus, .verilator] as [VerifyOptions.Simulator])
  func theDesignItselfPasses(simulator: VerifyOptions.Simulator) async throws { try await simulated(nil, simulator) }

  @Test(
    .enabled(if: ExportedHardwareTests.hasVerilator, "verilator is not on this machine"),
    arguments: Mutant.known)
  func verilatorNotices(mutant: Mutant) async throws { try await simulated(mutant, .verilator) }

  @Test(arguments: Mutant.unknown + [.poolOverwrites, .skidLoses, .noLate, .waitsForReady])
  func icarusNotices(mutant: Mutant) async throws { try await simulated(mutant, .icarus) }

  /// The layer behind stops early on the way to the wrong word of another; that one is named.
  @Test func theLayerWithTheFirstWrongWordIsNamed() async throws {
    try await withDesign(.wrongSum) { folder in
      let report = try await verify(VerifyRequest(folder: folder, options: VerifyOptions(simulator: .icarus)))
      let found = try #require(report.firstMismatch?.layer, "\(report)")
      #expect(found.layer == "fc" && found.foundCode != nil)
    }
  }

  /// A FIFO that is too shallow for the branch beside it.
  @Test(arguments: [.icarus, .verilator] as [VerifyOptions.Simulator])
  func aMachineThatLocksUpIsReportedInSeconds(simulator: VerifyOptions.Simulator) async throws {
    let shallow = Mutant("a FIFO of two words", "small_residual_sum.v", ".DEPTH (12)", ".DEPTH (2)")
    try await withDesign(shallow) { folder in
      let options = VerifyOptions(simulator: simulator)
      let start = ContinuousClock.now
      let report = try await verify(VerifyRequest(folder: folder, options: options))
      #expect(ContinuousClock.now - start < .seconds(60))
      #expect(report.problems.contains { $0.hasPrefix("the machine stopped after") }, "\(report.problems)")
      #expect(report.problems.contains { $0.hasPrefix("FIFO 'sum_fifo") && $0.contains("is full") })
      #expect(report.problems.contains("words wait at the output of layer 'pool'"), "\(report.problems)")
    }
  }

  /// What differs is said although nothing tells in which layer.
  @Test func aDifferenceIsReportedWithoutTheTappedBench() async throws {
    try await withDesign(.wrongSum) { folder in
      for file in ["tb/small_residual_tapped.v", "model/quantized.yml"] {
        try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
        let report = try await verify(VerifyRequest(folder: folder, options: VerifyOptions(simulator: .icarus)))
        #expect(report.mismatches > 0 && report.firstMismatch != nil && report.exitCode == 1)
        #expect(report.problems.contains { $0.hasPrefix("the layer could not be named") }, "\(report.problems)")
        #expect(report.alteredFiles.contains(file))
      }
    }
  }

  @Test func filesThatAreNotAsCompiledAreNamed() async throws {
    let comment = Mutant("another comment", "mantissa_skid.v", "full throughput", "any throughput")
    try await withDesign(comment) { folder in
      let report = try await verify(VerifyRequest(folder: folder, options: VerifyOptions(simulator: .icarus)))
      #expect(report.passed && report.alteredFiles == ["rtl/cells/mantissa_skid.v"] && report.exitCode == 4)
      #expect(report.text.contains("not as it was compiled: rtl/cells/mantissa_skid.v"))
    }
  }
}
