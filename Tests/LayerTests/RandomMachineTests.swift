import Emit
import Foundation
import Layers
import PipelineIR
import QuantizedIR
import Schedule
import Stages
import Support
import TestTools
import Testing
import Verify

/// Layers of every kind from quantized network to simulated RTL: random shapes, formats, folds and stalls.
struct RandomMachineTests {
  @Test(arguments: 1...14 as ClosedRange<UInt64>)
  func icarusAgrees(seed: UInt64) async throws { try await check(seed: seed, simulator: .icarus) }

  @Test(arguments: 15...18 as ClosedRange<UInt64>)
  func verilatorAgrees(seed: UInt64) async throws { try await check(seed: seed, simulator: .verilator) }

  /// Layers that move, join and multiply elements.
  @Test(arguments: 101...127 as ClosedRange<UInt64>)
  func icarusAgreesOnStreams(seed: UInt64) async throws {
    try await check(seed: seed, machine: try RandomMachine(streams: seed), simulator: .icarus)
  }

  @Test(arguments: 128...131 as ClosedRange<UInt64>)
  func verilatorAgreesOnStreams(seed: UInt64) async throws {
    try await check(seed: seed, machine: try RandomMachine(streams: seed), simulator: .verilator)
  }

  private func check(seed: UInt64, simulator: VerifyOptions.Simulator) async throws {
    try await check(seed: seed, machine: try RandomMachine(seed: seed), simulator: simulator)
  }

  private func check(seed: UInt64, machine: RandomMachine, simulator: VerifyOptions.Simulator) async throws {
    var machine = machine
    let network = machine.network
    let sized = try BufferSizing.size(try Lowering.lower(network, folds: machine.folds()))
    let frames = machine.inputs(4)
    let expected = QuantizedIR.GoldenModel(network).run(frames.flatMap { $0 }, batch: frames.count)
    let words = expected.count / frames.count
    let design = Design(
      pipeline: sized.pipeline, quantizedText: try TextForm.print(network), frames: frames,
      expected: (0..<frames.count).map { Array(expected[$0 * words..<($0 + 1) * words]) },
      latencyCycles: sized.cycles.latencyCycles, cyclesPerFrame: sized.cycles.cyclesPerFrame)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-layers-\(seed)-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Emitter.files(of: design).write(to: folder)

    let stalls: VerifyOptions.Stalls = seed % 2 == 0 ? .random : .heavy
    let report = try await Verifier.run(
      folder: folder, options: VerifyOptions(simulator: simulator, stalls: stalls, seed: seed), golden: Self.golden)
    #expect(report.passed, "seed \(seed): \(report.findings)")
    let lanes = sized.pipeline.output.stream.lanes
    #expect(report.wordsCompared == frames.count * words / lanes)
    #expect(report.cyclesPerFrame == sized.cycles.cyclesPerFrame, "seed \(seed)")
    #expect(
      abs((report.latencyCycles ?? 0) - sized.cycles.latencyCycles) * 50 <= sized.cycles.latencyCycles,
      "seed \(seed): \(report.latencyCycles ?? 0) cycles, \(sized.cycles.latencyCycles) predicted")
    // A rearranged stream comes a period at a time, and padding while no word enters; no buffer spreads either over the
    // whole frame.
    let isBursty = sized.pipeline.stages.contains { $0.operation is Reorder || $0.operation is Spread }
    #expect(
      sized.isReached || isBursty && sized.cycles.cyclesPerFrame * 2 <= sized.slowestStage * 3,
      "seed \(seed): \(sized.cycles.cyclesPerFrame) cycles, \(sized.slowestStage) possible")

    let printed = try lint(design: URL(fileURLWithPath: folder))
    #expect(printed == "", "seed \(seed)")
  }

  static let golden = Verify.GoldenModel(
    run: { text, frames in
      let network = try parse(text)
      let codes = QuantizedIR.GoldenModel(network).run(frames.flatMap { $0 }, batch: frames.count)
      return split(codes, frames.count)
    },
    trace: { text, frames in
      let network = try parse(text)
      return QuantizedIR.GoldenModel(network).trace(frames.flatMap { $0 }, batch: frames.count)
        .mapValues { split($0, frames.count) }
    })

  private static func parse(_ text: String) throws -> QuantizedNetwork {
    try TextForm.parse(QuantizedNetwork.self, from: text, file: "text")
  }

  private static func split(_ codes: [UInt32], _ parts: Int) -> [[UInt32]] {
    let size = codes.count / parts
    return (0..<parts).map { Array(codes[$0 * size..<($0 + 1) * size]) }
  }
}
