package import Emit
package import Support

/// A synthesised network in a target's cells with models of those cells: Verilog that simulators run in place of the RTL.
package struct GateNetlist: Sendable {
  /// What it was synthesised for.
  package let target: SynthesisTarget
  /// The version of Yosys.
  package let yosys: String
  /// Cells of the target.
  package let cells: Int
  /// The files, by name: the netlist, the top around it, and the models.
  package let files: [(name: String, text: String)]

  /// Synthesises an emitted folder for a target.
  ///
  /// Throws a `Failure` of kind `input` for targets whose cells have no models, of kind `tool` where Yosys fails.
  package init(folder: String, _ manifest: Manifest, _ target: SynthesisTarget, limit: Duration) async throws(Failure) {
    try await self.init(SynthesisSources(folder: folder, manifest), top: manifest.top, target, limit: limit)
  }

  init(_ sources: SynthesisSources, top: String, _ target: SynthesisTarget, limit: Duration) async throws(Failure) {
    guard let family = target.cellFamily else {
      throw Failure(
        at: "--target \(target.rawValue)", "the gates of a Liberty file have no models to simulate",
        notes: ["the cells of ice40, ecp5 and xc7 have"])
    }
    let yosys = try await Yosys()
    let (netlist, ports, statistics) = try await withTemporaryFolder { work throws(Failure) in
      try sources.write(to: work)
      let script = """
        \(sources.read)
        hierarchy -check -top \(top)
        tee -q -o ports.txt portlist \(top)
        \(try yosys.commands(synthesising: top, for: target, in: work))
        tee -q -o stat.txt stat
        rename \(top) \(top)_gates
        write_verilog -noattr -noexpr netlist.v

        """
      try await yosys.run(script, in: work, top, limit: limit)
      return (
        try WholeFile.text("\(work)/netlist.v", most: 1 << 30), try WholeFile.text("\(work)/ports.txt", most: 1 << 20),
        try WholeFile.text("\(work)/stat.txt", most: 1 << 20)
      )
    }
    let counts = try StatisticsText.cells(statistics)
    let models = try CellModels(family: family).text(of: Set(counts.keys))
    self.target = target
    self.yosys = yosys.version
    cells = counts.values.reduce(0, +)
    files = [
      ("netlist.v", netlist), ("top.v", Self.wrapper(top, try ModulePort.list(ports))), ("models.v", models),
    ]
  }

  /// The top as the testbench knows it, around the netlist; the netlist holds the contents of all memories.
  private static func wrapper(_ top: String, _ ports: [ModulePort]) -> String {
    let declarations = ports.map { "    \($0.isInput ? "input" : "output") wire [\($0.width - 1):0] \($0.name)" }
    let connections = ports.map { "        .\($0.name)(\($0.name))" }
    return """
      module \(top) #(
          parameter MEMORY_FOLDER = "./"
      ) (
      \(declarations.joined(separator: ",\n"))
      );
          \(top)_gates u_gates (
      \(connections.joined(separator: ",\n"))
          );
      endmodule

      """
  }
}
