import Foundation
import Support
import Synthesis
import TestTools
import Testing
import Tools
import Verify

@testable import Driver

/// Compiled folders through open tools.
@Suite struct SynthesiseTests {
  private static let canPlace = (try? Tool.find("nextpnr-ice40")) != nil && (try? Tool.find("icepack")) != nil

  /// A small network's folder.
  private func design(_ plan: String = "{}") throws -> (place: TrainTests.Workplace, folder: String) {
    let place = try TrainTests.Workplace()
    let folder = place.path("rtl")
    _ = try compile(
      CompileOptions(
        model: place.path("net.onnx"), plan: try place.write("plan.yml", plan), calibration: place.path("images.idx"),
        output: folder))
    return (place, folder)
  }

  @Test(.enabled(if: canPlace, "nextpnr-ice40 and icepack are not here"))
  func aNetworkIsPlacedAndTimed() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    let report = try await synthesise(SynthesiseRequest(folder: folder, target: .ice40hx8k, clock: 50))
    let layers = report.layers.dropLast()
    #expect(layers.map(\.name) == ["fc1", "fc2"] && report.layers.last?.name == "(between layers)")
    #expect(layers.allSatisfy { $0.area.luts > 50 && $0.estimate?.luts ?? 0 > 50 && $0.carries > 0 })
    #expect(report.total.area == report.layers.reduce(Area()) { $0 + $1.area })
    let clock = try #require(report.clock)
    let path = try #require(report.criticalPath)
    #expect(clock > 10 && clock < 500 && abs(1000 / clock - path.delay) < 2)
    #expect(report.framesPerSecond == clock * 1e6 / Double(report.cyclesPerFrame ?? 0))
    let bitstream = try #require(report.bitstream)
    let content = try WholeFile.bytes(bitstream)
    #expect(try report.json().contains("\"critical_layer\""))
    let again = try await synthesise(SynthesiseRequest(folder: folder, target: .ice40hx8k, clock: 50))
    #expect(again.isKept && again.clock == clock && again.total.area == report.total.area)
    // Another design's bitstream, from before the folder was compiled again.
    try "another".write(toFile: bitstream, atomically: true, encoding: .utf8)
    let mended = try await synthesise(SynthesiseRequest(folder: folder, target: .ice40hx8k, clock: 50))
    #expect(!mended.isKept && mended.clock == clock)
    #expect(try WholeFile.bytes(bitstream) == content)
    let layer = try await synthesise(SynthesiseRequest(folder: folder, target: .ice40hx8k, layer: "fc2", routes: false))
    #expect(layer.layers.count == 1 && layer.clock == nil && layer.total.area.luts < report.total.area.luts)
  }

  @Test(arguments: [
    (SynthesisTarget.ice40hx8k, "{}", VerifyOptions.Simulator.icarus), (.xc7, "{}", .icarus),
    (.ecp5large, "defaults: {multiplier: 'mitchell-w<6>'}", .verilator),
  ])
  func netlistsAgreeWithTheGoldenModel(
    _ target: SynthesisTarget, _ plan: String, _ simulator: VerifyOptions.Simulator
  ) async throws {
    let (place, folder) = try design(plan)
    defer { place.remove() }
    let report = try await verify(
      VerifyRequest(
        folder: folder, netlist: target,
        options: VerifyOptions(simulator: simulator, frames: 4, measuresCycles: false)))
    #expect(report.passed && report.netlist?.contains(target.rawValue) ?? false)
    #expect(report.hasTroubledFrames)
    #expect(try report.json().contains("cells of \(target.rawValue)"))
  }

  /// Runs with other seeds add to what was reached; another design's count for nothing.
  @Test func coverageIsSummedOverSeeds() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    func coverage(_ seed: UInt64) async throws -> Coverage {
      var options = VerifyOptions(frames: 3, seed: seed, measuresCycles: false)
      options.coverage = true
      return try #require(try await verify(VerifyRequest(folder: folder, options: options)).coverage)
    }
    let (first, second) = (try await coverage(1), try await coverage(2))
    #expect(first.runs == 1 && second.runs == 2)
    #expect(first.lines.total == second.lines.total && first.lines.reached <= second.lines.reached)
    #expect(first.lines.reached * 10 > first.lines.total * 8 && first.toggles.reached * 2 > first.toggles.total)
    #expect(try await coverage(2) == second)
    let text = try String(contentsOfFile: second.file, encoding: .utf8)
    #expect(text.contains("SF:rtl/net_fc1_matrix.v") && text.contains("end_of_record"))
    await #expect(throws: Failure.self) {
      var options = VerifyOptions(simulator: .icarus, frames: 1)
      options.coverage = true
      _ = try await verify(VerifyRequest(folder: folder, options: options))
    }
  }

  @Test func badRequestsNameTheirPlace() async throws {
    let (place, folder) = try design()
    defer { place.remove() }
    func location(of request: SynthesiseRequest) async -> String? {
      do { _ = try await synthesise(request) } catch { return error.diagnostics.first?.location }
      return nil
    }
    #expect(await location(of: .init(folder: place.path("nothing"), target: .xc7)) == place.path("nothing"))
    #expect(await location(of: .init(folder: folder, target: .asic)) == "--target asic")
    #expect(await location(of: .init(folder: folder, target: .xc7, layer: "fc9")) == "--layer 'fc9'")
    let path = folder + "/manifest.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let hostile = text.replacingOccurrences(of: " \"net_fc1\"", with: " \"x; shell touch y\"")
    #expect(hostile != text)
    try hostile.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(await location(of: .init(folder: folder, target: .xc7, routes: false)) == folder)
    await #expect(throws: Failure.self) {
      try await verify(VerifyRequest(folder: folder, netlist: .asic, options: VerifyOptions(frames: 1)))
    }
  }
}
