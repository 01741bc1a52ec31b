internal import Support

extension Document {
  /// The same as Markdown, with its drawings as files.
  ///
  /// - Parameter folder: where the drawings lie, as seen from the text.
  package func markdown(drawings folder: String) -> String {
    let parts =
      ["# \(title.inMarkdown)"] + lead.flatMap { $0.markdown(folder) }
      + sections.flatMap { ["## \($0.title.inMarkdown)"] + $0.blocks.flatMap { $0.markdown(folder) } }
    return parts.joined(separator: "\n\n") + "\n"
  }
}

extension Document.Block {
  fileprivate func markdown(_ folder: String) -> [String] {
    switch self {
    case .text(let text): [Self.inline(text)]
    case .warning(let text): ["> " + Self.inline(text)]
    case .table(let sheet): [sheet.markdown]
    case .drawings(let drawings):
      drawings.flatMap {
        ["![\($0.title.inMarkdown)](\(folder)/\($0.name).svg)", $0.summary.inMarkdown]
      }
    }
  }

  private static func inline(_ text: String) -> String {
    Inline.pieces(of: text).map { $0.isCode ? "`\($0.text.shown(4000))`" : $0.text.inMarkdown }.joined()
  }
}

extension Sheet {
  fileprivate var markdown: String {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
    return
      ([
        caption.inMarkdown, "", line(columns.map(\.title.inMarkdown)),
        line(columns.map { $0.isNumber ? "---:" : "---" }),
      ]
      + rows.map { line($0.map(\.text.inMarkdown)) }).joined(separator: "\n")
  }
}
