internal import Emit
internal import Foundation
package import Support
internal import Verilog

/// Runs Yosys on circuits, and keeps what it found by the content of all that it depends on.
package struct SynthesisFlow: Sendable {
  /// The load of every output, in femtofarads, and what ABC aims at, in picoseconds.
  package static let outputLoad = 17.65
  /// What ABC aims at, in picoseconds.
  package static let aim = 20000
  /// To be changed whenever equal sources would give other figures.
  private static let edition = 1

  /// A Liberty file, and what was read from it.
  package struct Gates: Sendable {
    /// The gates.
    package let library: LibertyLibrary
    let text: [UInt8]
    let digest: String
    /// What ABC is told of a circuit's surroundings; nil where the library has no buffer.
    var constraint: String? {
      library.driver.map { "set_driving_cell \($0)\nset_load \(SynthesisFlow.outputLoad) [all_outputs]\n" }
    }

    /// Reads a Liberty file; throws where it is none.
    package init(path: String) throws(Failure) {
      text = try LibertyLibrary.bytes(of: path)
      library = try LibertyLibrary(text: text, path: path)
      digest = SHA256.hex(of: text)
    }
  }

  private let yosys: Yosys
  /// Of Yosys, for example `0.23`.
  package var version: String { yosys.version }
  private let gates: Gates?
  private let cache: String?
  private let limit: Duration
  /// Operand pairs of an energy measurement; 0 for none.
  package let vectors: Int

  /// Finds Yosys; throws a `Failure` of kind `tool` when it is not there.
  ///
  /// - Parameter cache: a folder of earlier figures.
  package init(
    gates: Gates?, vectors: Int, cache: String?, limit: Duration = .seconds(1800)
  ) async throws(Failure) {
    yosys = try await Yosys()
    self.gates = gates
    self.vectors = vectors
    self.cache = cache
    self.limit = limit
  }

  /// The figures of a circuit, or why there are none.
  package func outcome(of circuit: Circuit) async -> Result<CircuitFigures, Failure> {
    do {
      return .success(try await figures(of: circuit))
    } catch {
      return .failure(error)
    }
  }

  /// The figures of a circuit.
  package func figures(of circuit: Circuit) async throws(Failure) -> CircuitFigures {
    let fabric = try await fabric(circuit)
    guard let gates else { return CircuitFigures(fabric: fabric) }
    return CircuitFigures(fabric: fabric, gates: try await self.gates(circuit, gates))
  }

  private func fabric(_ circuit: Circuit) async throws(Failure) -> FabricFigures {
    let sources = try circuit.sources(chains: true)
    let script = """
      read_verilog \(sources.paths.joined(separator: " "))
      synth_xilinx -family xc7 -nodsp -flatten -top \(circuit.top.name)
      tee -q -o stat.txt stat

      """
    let entry = entry([script], sources)
    if let figures = found(entry, FabricFigures.self) { return figures }
    let figures = try await withTemporaryFolder { folder throws(Failure) in
      try sources.fill(folder)
      try await yosys.run(script, in: folder, circuit.title, limit: limit)
      return FabricFigures(cells: try StatisticsText.cells(try read("stat.txt", in: folder)))
    }
    keep(figures, entry)
    return figures
  }

  private func gates(_ circuit: Circuit, _ gates: Gates) async throws(Failure) -> GateFigures {
    let sources = try circuit.sources(chains: false)
    let constraint = gates.constraint
    let script = """
      read_verilog \(sources.paths.joined(separator: " "))
      synth -flatten -top \(circuit.top.name)
      dfflibmap -liberty gates.lib
      tee -q -o abc.txt abc -liberty gates.lib \(constraint == nil ? "" : "-constr gates.constr ")-D \(Self.aim)
      tee -q -o stat.txt stat -liberty gates.lib
      write_json netlist.json

      """
    let entry = entry([script, gates.digest, constraint ?? "", "\(vectors)"], sources)
    if let figures = found(entry, GateFigures.self) { return figures }
    let figures = try await withTemporaryFolder { folder throws(Failure) in
      try sources.fill(folder)
      try Disk.write(gates.text, to: "\(folder)/gates.lib")
      if let constraint { try Disk.write(constraint.utf8, to: "\(folder)/gates.constr") }
      try await yosys.run(script, in: folder, circuit.title, limit: limit)
      return try gateFigures(circuit, gates.library, in: folder)
    }
    keep(figures, entry)
    return figures
  }

  /// What a finished run in `folder` found.
  private func gateFigures(
    _ circuit: Circuit, _ library: LibertyLibrary, in folder: String
  ) throws(Failure) -> GateFigures {
    let statistics = try read("stat.txt", in: folder)
    var figures = GateFigures(
      area: try StatisticsText.area(statistics), delay: try StatisticsText.delay(try read("abc.txt", in: folder)) ?? 0)
    if vectors > 0 {
      let netlist = try Netlist(json: try bytes("netlist.json", in: folder), top: circuit.top.name)
      figures.energy = try EnergyMeasurement(circuit, netlist, library).run(vectors: vectors)
    }
    return figures
  }
}

extension SynthesisFlow {
  /// The file of figures that depend on some texts and sources; nil when none are kept.
  private func entry(_ keys: [String], _ sources: FileSet) -> String? {
    let texts = sources.paths.map { $0 + "\n" + (sources[$0] ?? "") }
    let digest = SHA256.hex(of: (["\(Self.edition) \(version)"] + keys + texts).joined(separator: "\u{0}"))
    return cache.map { "\($0)/\(digest).json" }
  }

  private func found<Figures: Decodable>(_ entry: String?, _: Figures.Type) -> Figures? {
    guard let entry, let data = FileManager.default.contents(atPath: entry) else { return nil }
    return try? JSONDecoder().decode(Figures.self, from: data)
  }

  /// Without the folder every run measures anew.
  private func keep(_ figures: some Encodable, _ entry: String?) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    guard let entry, let data = try? encoder.encode(figures) else { return }
    _ = try? OutputFile(entry).write(Array(data))
  }

  private func bytes(_ name: String, in folder: String) throws(Failure) -> Data {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
      throw Failure(.tool, at: "yosys", "wrote no '\(name)'")
    }
    return data
  }

  private func read(_ name: String, in folder: String) throws(Failure) -> String {
    String(decoding: try bytes(name, in: folder), as: UTF8.self)
  }
}
