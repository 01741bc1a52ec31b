/// A simulation of gates with a delay each, glitches included.
///
/// A gate's output follows its inputs after the delay from the one that changed; a change that is taken back before its
/// time does not happen (inertial delay). Energy is added at every change of a net.
struct GateSimulation {
  struct Gate {
    /// Nets, the lowest bit of the table's index first.
    var inputs: [Int]
    var table: UInt64
    var output: Int
    /// In picoseconds, at least 1, by input.
    var delays: [Int]
  }

  private struct Event {
    var gate: Int32
    var serial: UInt32
  }

  /// Slots of the wheel of time; a delay is shorter.
  private static let slots = 1 << 15

  private let gates: [Gate]
  /// Femtojoules a change, by net.
  private let energies: [Double]
  /// Gates and their inputs at each net: those of net n are at `starts[n]..<starts[n + 1]`.
  private let sinks: [(gate: Int32, input: Int32)]
  private let starts: [Int]
  private var values: [Bool]
  /// What each gate will be, unless its change has been taken back.
  private var pending: [Bool]
  private var isPending: [Bool]
  private var serials: [UInt32]
  private var wheel: [[Event]]
  private var open = 0
  private var time = 0
  /// Femtojoules so far.
  private(set) var energy = 0.0
  /// Changes of nets so far.
  private(set) var changes = 0

  /// - Precondition: every net is driven by at most one gate, and there is no loop.
  init(gates: [Gate], energies: [Double]) {
    self.gates = gates
    self.energies = energies
    var counts = [Int](repeating: 0, count: energies.count + 1)
    for gate in gates { for net in gate.inputs { counts[net + 1] += 1 } }
    for net in energies.indices { counts[net + 1] += counts[net] }
    var places = counts
    var sinks = [(gate: Int32, input: Int32)](repeating: (0, 0), count: counts[energies.count])
    for (index, gate) in gates.enumerated() {
      for (input, net) in gate.inputs.enumerated() {
        sinks[places[net]] = (Int32(index), Int32(input))
        places[net] += 1
      }
    }
    self.sinks = sinks
    starts = counts
    values = Array(repeating: false, count: energies.count)
    values[Netlist.one] = true
    pending = Array(repeating: false, count: gates.count)
    isPending = pending
    serials = Array(repeating: 0, count: gates.count)
    wheel = Array(repeating: [], count: Self.slots)
    for index in gates.indices { evaluate(index, input: 0) }
    settle()
    forget()
  }

  /// Begins to count anew.
  mutating func forget() { (energy, changes) = (0, 0) }

  func value(of net: Int) -> Bool { values[net] }

  /// Sets some nets at once and lets everything come to rest.
  mutating func apply(_ inputs: some Sequence<(net: Int, value: Bool)>) {
    for (net, value) in inputs where values[net] != value { change(net, value) }
    settle()
  }

  private mutating func change(_ net: Int, _ value: Bool) {
    values[net] = value
    energy += energies[net]
    changes += 1
    for place in starts[net]..<starts[net + 1] {
      evaluate(Int(sinks[place].gate), input: Int(sinks[place].input))
    }
  }

  private mutating func evaluate(_ index: Int, input: Int) {
    var row: UInt64 = 0
    for (bit, net) in gates[index].inputs.enumerated() where values[net] { row |= 1 << UInt64(bit) }
    let value = gates[index].table >> row & 1 == 1
    if isPending[index] {
      if pending[index] == value { return }
      isPending[index] = false
      serials[index] &+= 1
    }
    guard value != values[gates[index].output] else { return }
    isPending[index] = true
    pending[index] = value
    let delay = gates[index].delays.isEmpty ? 1 : min(gates[index].delays[input], Self.slots - 1)
    wheel[(time + delay) % Self.slots].append(Event(gate: Int32(index), serial: serials[index]))
    open += 1
  }

  private mutating func settle() {
    while open > 0 {
      time += 1
      let slot = time % Self.slots
      guard !wheel[slot].isEmpty else { continue }
      var events: [Event] = []
      swap(&events, &wheel[slot])
      open -= events.count
      for event in events {
        let index = Int(event.gate)
        guard isPending[index], serials[index] == event.serial else { continue }
        isPending[index] = false
        serials[index] &+= 1
        change(gates[index].output, pending[index])
      }
      events.removeAll(keepingCapacity: true)
      swap(&events, &wheel[slot])
    }
  }
}
