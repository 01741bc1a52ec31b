internal import Cells
internal import Datapath
package import Emit
internal import RTL
package import Support
internal import Verilog

extension Operator {
  /// The name of the top module, and of everything in every back end.
  package var module: String { datapath.name }

  /// The Verilog files by path below `rtl/`.
  package func sources() throws(Failure) -> FileSet {
    var files = FileSet()
    var top = datapath.module
    top.header = header
    try files.add("rtl/\(module).v", top.description)
    for name in datapath.modules where CellLibrary.text(of: name) == nil {
      throw Failure(.tool, at: "cell '\(name)'", "the operator uses a cell that Mantissa does not have")
    }
    for name in CellLibrary.closure(of: datapath.modules) {
      try files.add("rtl/cells/\(name).v", CellLibrary.text(of: name) ?? "")
    }
    return files
  }

  private var header: [String] {
    let timing =
      latency == 0 ? "Combinational: aclk and enable are not used." : "Latency \(latency), one result a cycle."
    return wrapped("\(module) -- \(title).") + [""]
      + wrapped("result = \(formula). \(resultText). Error: \(errorBound). \(timing)") + wrapped(promise)
  }

  /// What operands have to be.
  var promise: String {
    takesValuesOnly ? "Operands are codes that have a value; results saturate." : ""
  }

  /// How a result is read, in words.
  package var resultText: String {
    switch result {
    case .code(let format): "The result is a code of \(format)"
    case .integer(let width, let lsb): "The result is two's complement of \(width) bits in units of 2^\(lsb)"
    case .comparison: "The result is {unordered, equal, less}"
    }
  }

  /// Lines of a Verilog comment.
  private func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < 116 {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
