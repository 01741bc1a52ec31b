import Foundation
import Support
import Testing

@testable import Synthesis

@Suite struct GateSimulationTests {
  private static let inverter: UInt64 = 0b01
  private static let exclusiveOr: UInt64 = 0b0110

  /// Net 2 is an input, 3 its inverse, 4 the exclusive or of both: 1 at rest.
  private static func glitching(delay: Int) -> GateSimulation {
    GateSimulation(
      gates: [
        .init(inputs: [2], table: inverter, output: 3, delays: [10]),
        .init(inputs: [2, 3], table: exclusiveOr, output: 4, delays: [delay, delay]),
      ], energies: [0, 0, 1, 2, 4])
  }

  @Test func aGlitchCostsEnergy() {
    var simulation = Self.glitching(delay: 3)
    #expect(simulation.value(of: 3))
    #expect(simulation.value(of: 4))
    #expect(simulation.energy == 0)
    simulation.apply([(net: 2, value: true)])
    #expect(simulation.value(of: 4))
    // The input, its inverse, and two changes of the output.
    #expect(simulation.changes == 4)
    #expect(simulation.energy == 1 + 2 + 4 + 4)
    simulation.forget()
    simulation.apply([(net: 2, value: true)])
    #expect(simulation.changes == 0)
  }

  @Test func aSlowGateSwallowsIt() {
    var simulation = Self.glitching(delay: 20)
    simulation.apply([(net: 2, value: true)])
    #expect(simulation.changes == 2)
    #expect(simulation.value(of: 4))
  }

  @Test func netlists() throws {
    let text = """
      {"modules": {"top": {"ports": {"a": {"direction": "input", "bits": [2, 3]}, "result": {"direction": "output",
      "bits": ["1", 4]}}, "cells": {"g": {"type": "NAND2", "connections": {"A": [2], "B": ["x"], "Y": [4]}}}}}}
      """
    let netlist = try Netlist(json: Data(text.utf8), top: "top")
    #expect(netlist.ports == ["a": [2, 3], "result": [Netlist.one, 4]])
    #expect(netlist.instances.first?.pins == ["A": 2, "B": Netlist.zero, "Y": 4])
    #expect(netlist.nets == 5)
  }

  @Test(arguments: [
    "", "{}", "[1]", #"{"modules": {"other": {"ports": {}, "cells": {}}}}"#,
    #"{"modules": {"top": {"ports": {}, "cells": {"g": {"type": "t", "connections": {"A": [2, 3]}}}}}}"#,
    #"{"modules": {"top": {"ports": {"a": {"bits": [-4]}}, "cells": {}}}}"#,
  ]) func badNetlists(text: String) {
    let failure = #expect(throws: Failure.self) { try Netlist(json: Data(text.utf8), top: "top") }
    #expect(failure?.kind == .tool)
  }
}
