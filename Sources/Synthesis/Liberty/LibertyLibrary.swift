package import Support

/// What the measurements need of a Liberty file: combinational gates with their functions, loads, delays and energies.
package struct LibertyLibrary: Sendable {
  /// From one input to an output.
  package struct Arc: Sendable {
    /// In nanoseconds, rising and falling.
    package var delays: [LookupTable] = []
    /// Inside the gate, in picojoules a transition.
    package var energies: [LookupTable] = []
  }

  /// A pin that a gate drives.
  package struct Output: Sendable {
    /// Its value by those of the inputs.
    package var function: LogicFunction
    /// By input.
    package var arcs: [String: Arc]
  }

  /// A combinational cell.
  package struct Gate: Sendable {
    /// The cell's name.
    package var name: String
    /// In the library's unit, mostly square micrometres.
    package var area: Double
    /// The load of each input, in picofarads.
    package var inputs: [String: Double]
    /// The pins that it drives, by name.
    package var outputs: [String: Output]
  }

  /// The library's name.
  package let name: String
  /// In volts.
  package let voltage: Double
  /// The cells by name.
  package let gates: [String: Gate]

  /// Reads a Liberty file, plain or gzipped; throws a `Failure` for one that cannot be read or is of other units.
  package init(path: String) throws(Failure) {
    try self.init(text: Self.bytes(of: path), path: path)
  }

  /// Reads the text of a Liberty file; throws a `Failure` that names the line.
  package init(text: [UInt8], path: String) throws(Failure) {
    let library = try LibertyGroup(text: text, path: path)
    name = library.arguments.first ?? ""
    guard let voltage = library.number("nom_voltage") ?? library.all("operating_conditions").first?.number("voltage")
    else { throw Failure(at: path, "states no voltage; 'nom_voltage' is expected") }
    self.voltage = voltage
    let units = Units(library)
    let loadFirst = Self.templatesByLoad(library)
    var gates: [String: Gate] = [:]
    for cell in library.all("cell") {
      if let gate = Gate(cell, units, loadFirst) { gates[gate.name] = gate }
    }
    guard !gates.isEmpty else { throw Failure(at: path, "holds no combinational gate with a function") }
    self.gates = gates
  }

  /// The file's bytes, inflated where they are gzipped.
  package static func bytes(of path: String) throws(Failure) -> [UInt8] {
    let source = try ByteSource(path: path)
    var text: [UInt8] = []
    while true {
      let piece = try source.read(upTo: 1 << 20)
      if piece.isEmpty { return text }
      text += piece
    }
  }

  /// Templates of tables whose first index is the load.
  private static func templatesByLoad(_ library: LibertyGroup) -> Set<String> {
    let templates = library.all("lu_table_template") + library.all("power_lut_template")
    return Set(
      templates.filter { $0.attributes["variable_1"]?.first?.contains("capacitance") ?? false }
        .compactMap(\.arguments.first))
  }

  /// A buffer to drive the inputs with: the one called `...buf_2` if there is one, else the smallest.
  package var driver: String? {
    let buffers = gates.values.filter { gate in
      gate.inputs.count == 1 && gate.outputs.count == 1
        && gate.outputs.values.allSatisfy { $0.function.table == LogicFunction.variable(0) }
    }
    let named = buffers.map(\.name).filter { $0.hasSuffix("__buf_2") }.min()
    return named ?? buffers.min { ($0.area, $0.name) < ($1.area, $1.name) }?.name
  }
}

extension LibertyLibrary {
  /// Factors to picofarads, nanoseconds and picojoules.
  struct Units {
    let load: Double
    let time: Double
    let energy: Double

    init(_ library: LibertyGroup) {
      let words = library.attributes["capacitive_load_unit"] ?? []
      let value = words.first.flatMap { Double($0) } ?? 1
      load = words.last?.lowercased() == "ff" ? value / 1000 : value
      let text = library.attributes["time_unit"]?.first ?? "1ns"
      let number = Double(text.prefix { $0.isNumber || $0 == "." }) ?? 1
      time = text.hasSuffix("ps") ? number / 1000 : number
      // Internal energies are in units of load times the square of the voltage unit.
      energy = load
    }
  }
}

extension LibertyLibrary.Gate {
  /// Nil for cells that keep a state or have outputs without a function.
  init?(_ cell: LibertyGroup, _ units: LibertyLibrary.Units, _ loadFirst: Set<String>) {
    guard let name = cell.arguments.first else { return nil }
    self.name = name
    area = cell.number("area") ?? 0
    inputs = [:]
    outputs = [:]
    for pin in cell.all("pin") {
      guard let port = pin.arguments.first else { return nil }
      switch pin.attributes["direction"]?.first {
      case "input": inputs[port] = (pin.number("capacitance") ?? 0) * units.load
      case "output":
        guard let text = pin.attributes["function"]?.first, let function = LogicFunction(text) else { return nil }
        outputs[port] = LibertyLibrary.Output(function: function, arcs: Self.arcs(of: pin, units, loadFirst))
      default: return nil
      }
    }
    guard !outputs.isEmpty, outputs.values.allSatisfy({ $0.function.inputs.allSatisfy { inputs[$0] != nil } }) else {
      return nil
    }
  }

  private static func arcs(
    of pin: LibertyGroup, _ units: LibertyLibrary.Units, _ loadFirst: Set<String>
  ) -> [String: LibertyLibrary.Arc] {
    func tables(_ group: LibertyGroup, _ names: [String], _ unit: Double) -> [LookupTable] {
      names.flatMap { group.all($0) }.compactMap { table in
        LookupTable(table, loadFirst: loadFirst.contains(table.arguments.first ?? ""), units: units, unit: unit)
      }
    }
    var arcs: [String: LibertyLibrary.Arc] = [:]
    for group in pin.groups where group.name == "timing" || group.name == "internal_power" {
      let related = (group.attributes["related_pin"]?.first ?? "").split(separator: " ").map(String.init)
      for input in related {
        arcs[input, default: .init()].delays += tables(group, ["cell_rise", "cell_fall"], units.time)
        arcs[input, default: .init()].energies += tables(group, ["rise_power", "fall_power"], units.energy)
      }
    }
    return arcs
  }
}
