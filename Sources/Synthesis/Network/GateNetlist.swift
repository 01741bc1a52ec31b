internal import Cells
package import Emit
internal import Foundation
package import Support
internal import Tools

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
        \(target.preparation)
        \(target.synthesis) -top \(top)
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

extension SynthesisTarget {
  /// The folder of Yosys that has models of its cells; nil for gates.
  fileprivate var cellFamily: String? {
    switch device {
    case .ice40: "ice40"
    case .ecp5: "ecp5"
    case .xc7: "xilinx"
    case nil: nil
    }
  }
}

/// Verilog models of a family's cells: our own where Yosys 0.23 has none that work, else Yosys'.
private struct CellModels {
  /// What stands before the first module and between them: macros.
  private let directives: String
  private let modules: [String: String]

  init(family: String) throws(Failure) {
    let yosys = URL(filePath: try Tool.find("yosys").path).resolvingSymlinksInPath()
    let share = yosys.deletingLastPathComponent().deletingLastPathComponent().path + "/share/yosys"
    let library = Self.split(try WholeFile.text("\(share)/\(family)/cells_sim.v", most: 1 << 24))
    let own = EmbeddedText.files(below: "netlist").values.map(Self.split)
    directives = library.directives
    modules = own.reduce(into: library.modules) { all, file in all.merge(file.modules) { $1 } }
  }

  /// The models of some cells and of all that they instantiate.
  func text(of cells: Set<String>) throws(Failure) -> String {
    var (open, found): ([String], Set<String>) = (Array(cells), [])
    while let name = open.popLast() {
      guard found.insert(name).inserted else { continue }
      guard let text = modules[name] else {
        throw Failure(.tool, at: "yosys", "the netlist has cells '\(name)', of which there is no model")
      }
      let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
      open += words.filter { modules[$0] != nil && !found.contains($0) }
    }
    return directives + found.sorted().compactMap { modules[$0] }.joined(separator: "\n")
  }

  /// The modules of a text by their name, and the macros outside of them.
  private static func split(_ text: String) -> (directives: String, modules: [String: String]) {
    // iCE40's models give ports default values, which Verilog-2005 does not have; Yosys connects what it uses.
    var (directives, modules, name): (String, [String: String], String?) =
      ("`define NO_ICE40_DEFAULT_ASSIGNMENTS\n", [:], nil)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split { $0 == " " || $0 == "(" || $0 == ";" }
      if name == nil, words.first == "module", words.count > 1 { name = String(words[1]) }
      if let module = name {
        modules[module, default: ""] += line + "\n"
        if words.first == "endmodule" { name = nil }
      } else if line.hasPrefix("`"), !line.hasPrefix("`include") {
        directives += line + "\n"
      }
    }
    return (directives, modules)
  }
}
