import Foundation
import Synthesis
import TestTools
import Testing
import Verify

@testable import Driver
@testable import Estimate

/// Designs with registers where a clock asks for them.
@Suite struct ClockTests {
  @Test(arguments: [
    (SynthesisTarget.ecp5large, 140.0, "{}"), (.ice40hx8k, 90, "defaults: {weights: ternary}"),
    (
      .ecp5large, 120,
      "{input: {format: 'posit<8,0>'}, defaults: {weights: 'posit<8,0>', activations: 'posit<8,0>', multiplier: plam}}"
    ),
    (.ecp5large, 120, "defaults: {weights: bf16, activations: 'fixed<8>'}"),
    (.xc7, 200, "defaults: {multiplier: mitchell}"),
  ])
  func designsAgreeToTheCycle(_ target: SynthesisTarget, _ clock: Double, _ plan: String) async throws {
    let place = try TrainTests.Workplace()
    defer { place.remove() }
    func compiled(_ name: String, _ goal: ClockGoal?) throws -> CompileReport {
      try compile(
        CompileOptions(
          model: place.path("net.onnx"), plan: try place.write("plan.yml", plan), calibration: place.path("images.idx"),
          output: place.path(name), clock: goal))
    }
    let plain = try compiled("plain", nil)
    let fast = try compiled("fast", ClockGoal(clock: clock, target: target))
    #expect(plain.paths.isEmpty && fast.clock == clock && fast.cyclesPerFrame == plain.cyclesPerFrame)
    #expect(fast.paths.map(\.layer).contains("fc1"))
    let isMet = fast.paths.allSatisfy { $0.nanoseconds <= 1000 / clock }
    #expect(isMet != fast.notes.contains { $0.contains("by the delay model") })
    // Constraints ask for the same clock.
    let folder = place.path("fast/packaging")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".sdc") })
    let constraint = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    #expect(constraint.contains("-period \(String(format: "%.3f", 1000 / clock)) "))
    // Words, cycles a frame and latency are those that were predicted.
    for simulator in [VerifyOptions.Simulator.verilator, .icarus] {
      let report = try await verify(
        VerifyRequest(
          folder: place.path("fast"),
          options: VerifyOptions(simulator: simulator, frames: 3, measuresCycles: simulator == .verilator)))
      #expect(report.passed, "\(target) \(plan) \(simulator)")
    }
  }
}
