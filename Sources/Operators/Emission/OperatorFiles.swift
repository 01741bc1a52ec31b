internal import Arithmetic
internal import Cells
package import Emit
package import Support

extension Operator {
  /// Rows of test vectors in an emitted folder.
  private static let vectorRows = 1000

  /// The folder that `operator emit` writes: Verilog, a self-checking testbench with vectors, scripts and a README.
  ///
  /// The same operator gives the same bytes.
  package func files() throws(Failure) -> FileSet {
    var files = try sources()
    let verilog = files.paths
    try files.add("scripts/files.f", verilog.map { $0 + "\n" }.joined())
    try files.add("vectors/\(module).hex", vectorText())
    try files.add("tb/\(module)_tb.v", try Scaffold.render("operator/bench.v", benchValues))
    let lint: Values = ["top": .text(module), "run_folder": ".", "up": ""]
    try files.add("scripts/lint.sh", try Scaffold.render("scripts/lint.sh", lint), executable: true)
    let simulate: Values = ["name": .text(module), "top": .text(module), "run_folder": "."]
    try files.add(
      "scripts/simulate_icarus.sh", try Scaffold.render("scripts/simulate_icarus.sh", simulate), executable: true)
    try files.add("README.md", try Scaffold.render("operator/README.md", readmeValues))
    try files.add("manifest.json", try manifest(sources: verilog, hashes: files.hashes))
    return files
  }

  /// Bits of a row: the operands, the first on top, and the result.
  var rowWidth: Int { operands.reduce(0) { $0 + $1.width } + result.width }

  func vectorText() -> String {
    let block = SampledPairs(self, count: Self.vectorRows, seed: 1).block(0)
    let results = block.evaluate(self)
    return (0..<block.count).map { row in
      var bits: [Bool] = []
      func put(_ value: UInt64, _ width: Int) { bits += (0..<width).reversed().map { value >> UInt64($0) & 1 == 1 } }
      for (operand, codes) in zip(operands, [block.a, block.b]) {
        for term in (0..<terms).reversed() { put(UInt64(codes[row * terms + term]), operand.format.width) }
      }
      for word in (0..<resultWords).reversed() {
        put(results[row * resultWords + word], min(64, result.width - 64 * word))
      }
      return hex(bits) + "\n"
    }.joined()
  }

  /// Bits, the highest first, in hexadecimal.
  private func hex(_ bits: [Bool]) -> String {
    let padded = Array(repeating: false, count: (4 - bits.count % 4) % 4) + bits
    return stride(from: 0, to: padded.count, by: 4).map { start in
      String(padded[start..<start + 4].reduce(0) { $0 * 2 + ($1 ? 1 : 0) }, radix: 16)
    }.joined()
  }

  private var benchValues: Values {
    [
      "name": .text(module), "top": .text(module), "row_bits": .init(rowWidth), "rows": .init(Self.vectorRows),
      "result_bits": .init(result.width), "latency": .init(latency),
      "operands": .list(
        operands.enumerated().map { index, operand in
          let below = operands.dropFirst(index + 1).reduce(result.width) { $0 + $1.width }
          return ["port": .text(operand.port), "bits": .init(operand.width), "low": .init(below)]
        }),
    ]
  }

  var readmeValues: Values {
    [
      "name": .text(module), "title": .text(title), "formula": .text(formula), "error": .text(errorBound),
      "latency": .init(latency), "result_bits": .init(result.width), "result": .text(resultText),
      "rows": .init(Self.vectorRows), "values_only": .flag(takesValuesOnly),
      "operands": .list(
        operands.map {
          [
            "port": .text($0.port), "bits": .init($0.width),
            "codes": .text(
              $0.terms > 1 ? "\($0.terms) codes of \($0.format), the first in the low bits" : "a code of \($0.format)"),
          ]
        }),
    ]
  }
}
