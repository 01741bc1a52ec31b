internal import Operators
internal import Support

/// The energy of an operation by simulating a circuit's gates.
///
/// A change of a net costs half the load of the pins on it times the square of the voltage, and the inner energy that
/// the Liberty file gives for the gate that drives it. Wires have no load; the gates' leakage is left out.
struct EnergyMeasurement {
  /// The transition time at which tables are read, in nanoseconds.
  private static let transition = 0.05

  private let circuit: Circuit
  private let netlist: Netlist
  private let simulation: GateSimulation

  init(_ circuit: Circuit, _ netlist: Netlist, _ library: LibertyLibrary) throws(Failure) {
    self.circuit = circuit
    self.netlist = netlist
    var loads = [Double](repeating: 0, count: netlist.nets)
    for instance in netlist.instances {
      guard let gate = library.gates[instance.type] else {
        throw Failure(.tool, at: circuit.title, "the netlist has a cell '\(instance.type)' without a known function")
      }
      for (pin, load) in gate.inputs { if let net = instance.pins[pin] { loads[net] += load } }
    }
    var energies = loads.map { 0.5 * $0 * library.voltage * library.voltage * 1000 }
    var gates: [GateSimulation.Gate] = []
    for instance in netlist.instances {
      for (pin, output) in library.gates[instance.type]?.outputs ?? [:] {
        guard let net = instance.pins[pin] else { continue }
        energies[net] += Self.inner(output, load: loads[net])
        gates.append(try Self.gate(instance, output, net, load: loads[net], circuit.title))
      }
    }
    (energies[Netlist.zero], energies[Netlist.one]) = (0, 0)
    // One order, whatever the order of a dictionary was.
    gates.sort { $0.output < $1.output }
    simulation = GateSimulation(gates: gates, energies: energies)
  }

  private static func gate(
    _ instance: Netlist.Instance, _ output: LibertyLibrary.Output, _ net: Int, load: Double, _ title: String
  ) throws(Failure) -> GateSimulation.Gate {
    var inputs: [Int] = []
    var delays: [Int] = []
    for name in output.function.inputs {
      guard let input = instance.pins[name] else {
        throw Failure(.tool, at: title, "pin '\(name)' of '\(instance.type)' is not connected")
      }
      inputs.append(input)
      let tables = output.arcs[name]?.delays ?? []
      let delay = Self.mean(tables, load: load) * 1000
      delays.append(max(1, Int(min(delay, 1e4).rounded())))
    }
    return GateSimulation.Gate(inputs: inputs, table: output.function.table, output: net, delays: delays)
  }

  /// Femtojoules inside a gate at a change of its output: the mean over its inputs and both directions.
  private static func inner(_ output: LibertyLibrary.Output, load: Double) -> Double {
    mean(output.arcs.sorted { $0.key < $1.key }.flatMap(\.value.energies), load: load) * 1000
  }

  private static func mean(_ tables: [LookupTable], load: Double) -> Double {
    guard !tables.isEmpty else { return 0 }
    return tables.reduce(0) { $0 + $1.value(transition: transition, load: load) } / Double(tables.count)
  }

  /// Both means over some operations; throws a `Failure` of kind `mismatch` when a result is not the operator's.
  func run(vectors: Int) throws(Failure) -> EnergyFigures {
    EnergyFigures(
      uniform: try energy(vectors) { $0.uniform(&$1) }, network: try energy(vectors) { $0.network(&$1) })
  }

  private func energy(
    _ vectors: Int, _ draw: (Stimulus, inout SplitMix64) -> UInt64
  ) throws(Failure) -> Double {
    var simulation = simulation
    var random = SplitMix64(seed: 1)
    for vector in 0...vectors {
      let codes = circuit.inputs.map { draw($0.stimulus, &random) }
      var changes: [(net: Int, value: Bool)] = []
      for (input, code) in zip(circuit.inputs, codes) {
        for (bit, net) in (netlist.ports[input.port] ?? []).enumerated() where net > Netlist.one {
          changes.append((net, code >> UInt64(bit) & 1 == 1))
        }
      }
      simulation.apply(changes)
      // The first operands only begin.
      if vector == 0 { simulation.forget() }
      try check(simulation, codes)
    }
    return simulation.energy / Double(vectors)
  }

  private func check(_ simulation: GateSimulation, _ codes: [UInt64]) throws(Failure) {
    guard let made = circuit.definition else { return }
    let (a, b) = (UInt32(truncatingIfNeeded: codes[0]), UInt32(truncatingIfNeeded: codes.count > 1 ? codes[1] : 0))
    let expected = made.function.result([a], codes.count > 1 ? [b] : [], words: made.resultWords)
    for (bit, net) in (netlist.ports["result"] ?? []).enumerated() {
      guard simulation.value(of: net) == (expected[bit / 64] >> UInt64(bit % 64) & 1 == 1) else {
        let operands = codes.map { "0x" + String($0, radix: 16) }.joined(separator: ", ")
        throw Failure(.mismatch, at: circuit.title, "bit \(bit) of the gates' result for \(operands) is wrong")
      }
    }
  }
}
