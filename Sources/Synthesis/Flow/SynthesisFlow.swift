internal import Emit
internal import Foundation
package import Support
internal import Tools
internal import Verilog

/// Runs Yosys on circuits, and keeps what it found by the content of all that it depends on.
package struct SynthesisFlow: Sendable {
  /// The load of every output, in femtofarads, and what ABC aims at, in picoseconds.
  package static let outputLoad = 17.65
  package static let aim = 20000
  /// To be changed whenever equal sources would give other figures.
  private static let edition = 1

  /// A Liberty file, and what was read from it.
  package struct Gates: Sendable {
    package let library: LibertyLibrary
    fileprivate let text: [UInt8]
    fileprivate let digest: String

    package init(path: String) throws(Failure) {
      text = try LibertyLibrary.bytes(of: path)
      library = try LibertyLibrary(text: text, path: path)
      digest = SHA256.hex(of: text)
    }
  }

  private let tool: Tool
  /// For example `0.23`.
  package let version: String
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
    tool = try Tool.find("yosys")
    guard let known = KnownTool.all.first(where: { $0.name == "yosys" }), let version = try await known.version() else {
      throw Failure(.tool, at: tool.path, "prints no version")
    }
    self.version = version
    self.gates = gates
    self.vectors = vectors
    self.cache = cache
    self.limit = limit
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
    return try await kept(circuit, [script], sources) { folder throws(Failure) in
      try await run(script, circuit, in: folder)
      return FabricFigures(cells: try StatisticsText.cells(try read("stat.txt", in: folder)))
    }
  }

  private func gates(_ circuit: Circuit, _ gates: Gates) async throws(Failure) -> GateFigures {
    let sources = try circuit.sources(chains: false)
    let constraint = gates.library.driver.map { "set_driving_cell \($0)\nset_load \(Self.outputLoad) [all_outputs]\n" }
    let script = """
      read_verilog \(sources.paths.joined(separator: " "))
      synth -flatten -top \(circuit.top.name)
      dfflibmap -liberty gates.lib
      tee -q -o abc.txt abc -liberty gates.lib \(constraint == nil ? "" : "-constr gates.constr ")-D \(Self.aim)
      tee -q -o stat.txt stat -liberty gates.lib
      write_json netlist.json

      """
    let key = [script, gates.digest, constraint ?? "", "\(vectors)"]
    return try await kept(circuit, key, sources) { folder throws(Failure) in
      try write(gates.text, "gates.lib", in: folder)
      if let constraint { try write(Array(constraint.utf8), "gates.constr", in: folder) }
      try await run(script, circuit, in: folder)
      let statistics = try read("stat.txt", in: folder)
      var figures = GateFigures(
        area: try StatisticsText.area(statistics),
        delay: try StatisticsText.delay(try read("abc.txt", in: folder)) ?? 0)
      if vectors > 0 {
        let netlist = try Netlist(json: try bytes("netlist.json", in: folder), top: circuit.top.name)
        figures.energy = try EnergyMeasurement(circuit, netlist, gates.library).run(vectors: vectors)
      }
      return figures
    }
  }

  private func run(_ script: String, _ circuit: Circuit, in folder: String) async throws(Failure) {
    try write(Array(script.utf8), "run.ys", in: folder)
    try await tool.run(["-q", "-s", "run.ys"], in: folder, limit: limit).checked("the synthesis of '\(circuit.title)'")
  }
}

extension SynthesisFlow {
  /// The figures that were found for the same sources and keys, else those that `measure` finds in a new folder that
  /// holds the sources.
  private func kept<Figures: Codable & Sendable>(
    _ circuit: Circuit, _ keys: [String], _ sources: FileSet,
    measure: (_ folder: String) async throws(Failure) -> Figures
  ) async throws(Failure) -> Figures {
    let texts = sources.paths.map { $0 + "\n" + (sources[$0] ?? "") }
    let digest = SHA256.hex(of: (["\(Self.edition) \(version)"] + keys + texts).joined(separator: "\u{0}"))
    let path = cache.map { "\($0)/\(digest).json" }
    if let path, let data = FileManager.default.contents(atPath: path),
      let found = try? JSONDecoder().decode(Figures.self, from: data)
    {
      return found
    }
    let folder = NSTemporaryDirectory() + "mantissa-synthesis-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try sources.write(to: folder)
    let figures = try await measure(folder)
    if let cache, let path, let data = try? JSONEncoder().encode(figures) {
      // Without the folder every run measures anew.
      try? FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
      try? data.write(to: URL(fileURLWithPath: path), options: .atomic)
    }
    return figures
  }

  private func write(_ bytes: [UInt8], _ name: String, in folder: String) throws(Failure) {
    do { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) } catch {
      throw Failure(at: "\(folder)/\(name)", "cannot be written: \((error as NSError).localizedDescription)")
    }
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
