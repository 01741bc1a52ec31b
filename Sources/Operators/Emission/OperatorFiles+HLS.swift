internal import Cells
internal import Datapath
package import Emit
internal import HLS
package import Support

extension Operator {
  /// The C++ by path below `src/`: the operator's header, and the cells that it needs in the integers of a library.
  package func sources(_ types: HLSTypes) throws(Failure) -> FileSet {
    var files = FileSet()
    try files.add("src/\(module).h", try datapath.header(["\(title).", ""] + [words, promise].filter { !$0.isEmpty }))
    try files.addLibrary(datapath.cellHeaders, types, in: "src/mantissa")
    return files
  }

  private var words: String { "result = \(formula). \(resultText). Error: \(errorBound)." }

  /// The folder that `operator emit --backend hls` writes: C++, a self-checking test bench with vectors, scripts for
  /// synthesis tools and a README.
  package func files(_ types: HLSTypes) throws(Failure) -> FileSet {
    var files = try sources(types)
    try files.add("src/mantissa/mantissa_simulation.h", CellHeaders.text("mantissa_simulation.h") ?? "")
    try files.add("src/\(module)_top.cpp", try Scaffold.render("operator/hls/top.cpp", topValues))
    let sources = files.paths
    try files.add("vectors/\(module).hex", vectorText())
    try files.add("tb/\(module)_tb.cpp", try Scaffold.render("operator/hls/bench.cpp", benchValues(types)))
    try files.add("Makefile", try types.makefile(name: module, source: module + "_top.cpp"))
    try files.addScripts(
      types, name: module, source: module + "_top.cpp", arguments: "$root/vectors/\(module).hex", queues: nil)
    try files.add("README.md", try Scaffold.render("operator/hls/README.md", readmeValues(types)))
    try files.add("manifest.json", try manifest(sources: sources, hashes: files.hashes, types))
    return files
  }

  private var topValues: Values {
    [
      "name": .text(module), "result_type": .text(datapath.resultType), "parameters": .text(datapath.parameterList),
      "arguments": .text(operands.map(\.port).joined(separator: ", ")),
      "latency_text": .text(latency > 0 ? ", \(latency) cycles behind its operands" : ""),
      "registers": .list(latency > 0 ? [["latency": .init(latency)]] : []),
    ]
  }

  private func benchValues(_ types: HLSTypes) -> Values {
    let slices = operands.enumerated().map { index, operand in
      let below = operands.dropFirst(index + 1).reduce(result.width) { $0 + $1.width }
      return "mantissa::slice<\(operand.width)>(row, \(below))"
    }
    return [
      "name": .text(module), "result_type": .text(datapath.resultType), "parameters": .text(datapath.parameterList),
      "row_bits": .init(rowWidth), "result_bits": .init(result.width),
      "slices": .text(slices.joined(separator: ", ")),
    ]
  }

  private func readmeValues(_ types: HLSTypes) -> Values {
    var values = readmeValues
    values["latency"] = nil
    values["latency_words"] = .text(latency > 0 ? "\(latency) cycles" : "as the tool finds")
    values["library"] = .text(types.library)
    values["is_ap"] = .flag(types == .ap)
    values["is_ac"] = .flag(types == .ac)
    return values
  }
}
