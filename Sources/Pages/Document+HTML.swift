internal import Cells
package import Support

extension Document {
  /// One HTML file that needs no other and no script.
  ///
  /// Throws where the template is not what this code knows.
  package func html() throws(Failure) -> String {
    let contents = sections.map { "<li><a href=\"#\($0.anchor)\">\($0.title.inMarkup)</a></li>" }
    let parts = sections.map { section in
      "<section id=\"\(section.anchor)\">\n<h2>\(section.title.inMarkup)</h2>\n\(html(section.blocks))\n</section>"
    }
    return try Scaffold.render(
      "report/page",
      [
        "title": .text(title.inMarkup), "colors": .text(Tint.css), "lead": .text(html(lead)),
        "contents": .text(contents.joined(separator: "\n")), "sections": .text(parts.joined(separator: "\n")),
      ])
  }

  private func html(_ blocks: [Block]) -> String { blocks.map(\.html).joined(separator: "\n") }
}

extension Document.Block {
  fileprivate var html: String {
    switch self {
    case .text(let text): "<p>\(Self.inline(text))</p>"
    case .warning(let text): "<p class=\"warning\">\(Self.inline(text))</p>"
    case .table(let sheet): sheet.html
    case .drawings(let drawings):
      "<div class=\"drawings\">\n" + drawings.map(\.html).joined(separator: "\n") + "\n</div>"
    }
  }

  private static func inline(_ text: String) -> String {
    Inline.pieces(of: text).map { $0.isCode ? "<code>\($0.text.inMarkup)</code>" : $0.text.inMarkup }.joined()
  }
}

extension Drawing {
  /// A frame that can be reached by keys, as wide drawings move in it.
  fileprivate var html: String {
    """
    <figure>
    <figcaption>\(title.inMarkup)</figcaption>
    <div class="frame" tabindex="0" role="group" aria-label="\(title.inMarkup)">\(element)</div>
    </figure>
    """
  }
}

extension Sheet {
  /// In a frame of its own, in which it moves sideways where the page is narrower.
  fileprivate var html: String {
    func kind(_ column: Column) -> String { column.isNumber ? " class=\"number\"" : "" }
    let head = columns.map { "<th scope=\"col\"\(kind($0))>\($0.title.inMarkup)</th>" }.joined()
    let body = rows.map { row in
      let cells = zip(row, columns).enumerated().map { place, cell in
        let shade = cell.0.weight > 0 ? " style=\"--weight: \(Int(cell.0.weight * 45))%\"" : ""
        let text = cell.0.text.inMarkup
        return place == 0
          ? "<th scope=\"row\"\(kind(cell.1))\(shade)>\(text)</th>" : "<td\(kind(cell.1))\(shade)>\(text)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <div class="frame" tabindex="0" role="group" aria-label="\(caption.inMarkup)">
      <table>
      <caption>\(caption.inMarkup)</caption>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }
}
