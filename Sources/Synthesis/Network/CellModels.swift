internal import Cells
internal import Foundation
internal import Support
internal import Tools

extension SynthesisTarget {
  /// The folder of Yosys that has models of its cells; nil for gates.
  var cellFamily: String? {
    switch device {
    case .ice40: "ice40"
    case .ecp5: "ecp5"
    case .xc7: "xilinx"
    case nil: nil
    }
  }
}

/// Verilog models of a family's cells: our own where Yosys 0.23 has none that work, else Yosys'.
struct CellModels {
  /// What stands before the first module and between them: macros.
  private let directives: String
  private let modules: [String: String]

  init(family: String) throws(Failure) {
    let library = Self.split(try Yosys.library("\(family)/cells_sim.v"))
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
