internal import Support

/// A table for the terminal: columns as wide as their longest cell.
package struct Table: Sendable {
  /// Where the text of a column stands.
  package enum Alignment: Sendable { case left, right }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []

  /// A table of those columns, without rows.
  package init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  /// Adds a row; cells that are missing at its end are empty, and unprintable ones are made printable.
  package mutating func add(_ cells: [String]) { rows.append(cells.map { $0.shown() }) }

  /// The lines, without spaces at their ends; titles are left out when all of them are empty.
  package var text: String {
    let titles = columns.map(\.title)
    let all = (titles.allSatisfy(\.isEmpty) ? [] : [titles]) + rows
    let widths = columns.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return all.map { line($0, widths) }.joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = columns.indices.map { column in
      let cell = column < cells.count ? cells[column] : ""
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return columns[column].alignment == .left ? cell + space : space + cell
    }
    var line = padded.joined(separator: "  ")
    while line.utf8.last == 32 { line.removeLast() }
    return line
  }
}
