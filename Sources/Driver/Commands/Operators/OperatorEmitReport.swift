internal import Emit
internal import Operators
package import Support

/// A folder that holds an operator.
package struct OperatorEmitReport: Report {
  /// The folder.
  package var output: String
  /// The top module, or the function.
  package var top: String
  /// Files that were written.
  package var files: Int
  /// Cycles from operands to result.
  package var latencyCycles: Int
  /// Bits of the result.
  package var resultBits: Int
  /// What it computes.
  package var formula: String
  /// How far results are from exact ones.
  package var error: String

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["top module", top])
    table.add(["result", "\(resultBits) bits: \(formula)"])
    table.add(["error", error])
    table.add(["latency", "\(latencyCycles) cycles"])
    table.add(["files", "\(files) in \(output)"])
    return table.text
  }
}

/// Writes an operator's Verilog or C++, testbench, vectors, scripts and README as a folder.
///
/// - Parameter replacing: whether altered files of an earlier run are replaced.
package func emitOperator(
  _ selection: OperatorSelection, to output: String?, backend: Backend = .verilog, replacing: Bool = false
) throws(Failure) -> OperatorEmitReport {
  let made = try selection.make()
  let folder = output ?? "build/\(made.module)"
  let files =
    switch backend {
    case .verilog: try made.files()
    case .hls(let types): try made.files(types)
    }
  try OutputFolder(folder, replacing: replacing).write(files)
  return OperatorEmitReport(
    output: folder, top: made.module, files: files.paths.count, latencyCycles: made.latency,
    resultBits: made.result.width, formula: made.formula, error: made.errorBound)
}
