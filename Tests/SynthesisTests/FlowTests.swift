import Emit
import Foundation
import Support
import TestTools
import Testing
import Tools
import Verilog

@testable import Synthesis

/// Circuits through Yosys, with Liberty files of four gates.
@Suite struct FlowTests {
  private static let hasYosys = (try? Tool.find("yosys")) != nil

  @Test(.enabled(if: hasYosys, "yosys is not on this machine")) func figuresAreKept() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-flow-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try SmallLibrary.timed.write(toFile: folder + "/small.lib", atomically: true, encoding: .utf8)
    let gates = try SynthesisFlow.Gates(path: folder + "/small.lib")
    let flow = try await SynthesisFlow(gates: gates, vectors: 50, cache: folder + "/kept")
    // The gates' results are compared with the model's on the way.
    let circuit = try Circuit.product("small", ["posit<4,0>"], "plam")
    let figures = try await flow.figures(of: circuit)
    #expect(figures.fabric.luts > 0)
    let measured = try #require(figures.gates)
    #expect(measured.area > 0)
    #expect(try #require(measured.energy).uniform > 0)
    // The fabric's and the gates'.
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/kept")
    #expect(kept.count == 2)
    #expect(try await flow.figures(of: circuit) == figures)
  }

  @Test func aDamagedNetlistIsSeen() throws {
    let circuit = try Circuit.product("small", ["ufixed<1>"])
    // 1 times 1 by an exclusive or.
    let text = """
      {"modules": {"top": {"ports": {"a": {"bits": [2]}, "b": {"bits": [3]}, "result": {"bits": [4, "0", "0"]}},
      "cells": {"g": {"type": "XOR2", "connections": {"A": [2], "B": [3], "Y": [4]}}}}}}
      """
    let netlist = try Netlist(json: Data(text.utf8), top: "top")
    let measurement = try EnergyMeasurement(circuit, netlist, SmallLibrary.library())
    let failure = #expect(throws: Failure.self) { try measurement.run(vectors: 20) }
    #expect(failure?.kind == .mismatch)
  }

  /// Cells come in the form that the target likes.
  @Test func chains() throws {
    let circuit = try Circuit.sum("fp16 add", "fp16")
    for (chains, text) in [(true, "(1)"), (false, "(0)")] {
      let files = try circuit.sources(chains: chains)
      let top = try #require(files["\(circuit.top.name).v"])
      let line = try #require(top.split(separator: "\n").first { $0.contains(".CHAINS") })
      #expect(line.contains(text))
    }
  }

  private static let hasLinters =
    hasYosys && (try? Tool.find("verilator")) != nil && (try? Tool.find("iverilog")) != nil

  /// What is put together for the comparisons passes the same readers as everything else.
  @Test(.enabled(if: hasLinters, "verilator, iverilog or yosys is not on this machine"))
  func accumulationsAreClean() async throws {
    let circuits = try PaperComparison.all().flatMap { [$0.subject, $0.reference] }.filter { $0.definition == nil }
    var seen: Set<String> = []
    for circuit in circuits where seen.insert(circuit.top.name).inserted {
      let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-lint-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let files = try circuit.sources(chains: true)
      try files.write(to: folder)
      let findings = try lint(files.paths, top: circuit.top.name, in: URL(fileURLWithPath: folder))
      #expect(findings.isEmpty, "\(circuit.title): \(findings)")
    }
    #expect(seen.count >= 8)
  }

  @Test func everyBaselineHasItsRow() throws {
    let titles = try Circuit.operators().map(\.title)
    #expect(Set(titles).count == titles.count)
    // Of bounded posits and powers of two no public hardware is known.
    #expect(Set(Baselines.all.keys) == Set(titles.filter { !$0.contains(#/^(bposit|pow2|apot)/#) }))
    #expect(Set(Baselines.reasons.keys).isSubset(of: titles))
    #expect(try PaperComparison.all().count > 10)
  }
}
