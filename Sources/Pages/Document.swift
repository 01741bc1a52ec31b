/// A document for people: rendered as one HTML file and as Markdown from the same blocks.
package struct Document: Sendable {
  /// The heading of all.
  package var title: String
  /// What stands under the heading.
  package var lead: [Block]
  /// In the order of reading.
  package var sections: [Section]

  /// A document of its parts.
  package init(title: String, lead: [Block] = [], sections: [Section]) {
    self.title = title
    self.lead = lead
    self.sections = sections
  }

  /// A heading and what stands under it.
  package struct Section: Sendable {
    /// The heading.
    package var title: String
    /// In the order of reading.
    package var blocks: [Block]

    /// A section of its parts.
    package init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }

    /// The heading as a link's target: small letters, digits and hyphens.
    package var anchor: String {
      String(title.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }
  }

  /// One piece of a section. In texts, what stands between grave accents is code.
  package enum Block: Sendable {
    case text(String)
    /// What a reader must not overlook.
    case warning(String)
    case table(Sheet)
    /// Drawings side by side, as far as the page is wide enough.
    case drawings([Drawing])
  }

  /// Every drawing, in the order of reading.
  package var drawings: [Drawing] {
    (lead + sections.flatMap(\.blocks)).flatMap { block -> [Drawing] in
      if case .drawings(let drawings) = block { drawings } else { [] }
    }
  }
}

/// A table of a document.
package struct Sheet: Sendable {
  /// One column: its title, and whether it holds numbers.
  package struct Column: Sendable {
    /// Over the column.
    package var title: String
    /// Whether cells stand on the right.
    package var isNumber: Bool
  }

  /// One cell.
  package struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// What it says.
    package var text: String
    /// How much it stands out, 0...1.
    package var weight: Double

    /// A cell; what is no weight is 0.
    package init(_ text: String, weight: Double = 0) {
      self.text = text
      self.weight = weight > 0 ? min(1, weight) : 0
    }

    package init(stringLiteral text: String) { self.init(text) }
  }

  /// What the table is of.
  package var caption: String
  /// From left to right.
  package var columns: [Column]
  /// Each with a cell a column; the first one names the row.
  package var rows: [[Cell]] = []

  /// A table without rows: titles of columns that hold text, then of those that hold numbers, then of those behind them.
  package init(_ caption: String, text: [String], numbers: [String] = [], last: [String] = []) {
    self.caption = caption
    columns =
      [(text, false), (numbers, true), (last, false)].flatMap { titles, isNumber in
        titles.map { Column(title: $0, isNumber: isNumber) }
      }
  }

  /// Adds a row; cells that are missing at its end are empty.
  package mutating func add(_ cells: [Cell]) {
    rows.append(Array((cells + columns.map { _ in "" }).prefix(columns.count)))
  }

  /// Adds a row of texts.
  package mutating func add(_ texts: [String]) { add(texts.map { Cell($0) }) }
}
