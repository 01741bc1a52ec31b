internal import Operators
package import Support

/// The library of cells as Markdown: what each computes, its parameters, its ports, its latency, its files.
package struct CellCatalogueReport: Report {
  /// Cells of the library.
  package var cells: Int
  /// Contracts among them.
  package var contracts: Int
  /// Where the catalogue was written; null where it was not.
  @Nullable package var output: String?
  private var document: String

  private enum CodingKeys: String, CodingKey { case cells, contracts, output }

  /// Throws a `Failure` where the file cannot be written.
  package init(output: String?) throws(Failure) {
    let catalogue = CellCatalogue()
    cells = catalogue.entries.count
    contracts = catalogue.entries.count { $0.contract != nil }
    _output = Nullable(wrappedValue: output)
    document = catalogue.markdown
    if let output { try OutputFile(output).write(document) }
  }

  package var text: String {
    guard let output else { return String(document.dropLast()) }
    return "\(cells) cells, \(contracts) of them contracts of both back ends, in \(output)"
  }
}

extension CellCatalogue {
  /// The document that `generated/cells.md` is.
  fileprivate var markdown: String {
    var text = """
      # Cells

      Made by `mantissa operator cells`. Stages and stand-alone operators are composed of these modules, whose files are
      `Templates/cells/<folder>/<module>.v`. A cell with a contract can be asked for by its name
      (`Sources/Arithmetic/Cells/CellContract.swift` has the ports of each kind); the others serve inside cells. The C++ of a
      cell is a function template in `Templates/hls`, with the same parameters but for those that place registers. Latency is
      in clock cycles; combinational cells have 0.


      """
    for folder in Set(entries.map(\.folder)).sorted() {
      text += "## \(folder)\n\n"
      for entry in entries where entry.folder == folder { text += entry.markdown }
    }
    return String(text.dropLast())
  }
}

extension CellCatalogue.Entry {
  fileprivate var markdown: String {
    let kind = contract.map { "contract `\($0)`" } ?? "inside other cells"
    let cpp = header.map { ", C++ `\($0)`" } ?? ", no C++"
    var lines = [
      "### \(module)", "", summary.isEmpty ? "" : "\(summary.prefix(1).uppercased())\(summary.dropFirst())", "",
    ]
    lines.append("- \(kind), Verilog `\(module).v`\(cpp)")
    if !parameters.isEmpty {
      lines.append("- parameters: " + parameters.map { "`\($0.name) = \($0.value)`" }.joined(separator: ", "))
    }
    for direction in ["input", "output"] {
      let named = ports.filter { $0.direction == direction }.map { "`\($0.name)\($0.range)`" }
      if !named.isEmpty { lines.append("- \(direction)s: " + named.joined(separator: ", ")) }
    }
    if !latency.isEmpty { lines.append("- \(latency)") }
    if !uses.isEmpty { lines.append("- uses " + uses.map { "`\($0)`" }.joined(separator: ", ")) }
    return lines.joined(separator: "\n") + "\n\n"
  }
}
