internal import Support

/// A piece of a document's text.
struct Inline {
  var text: String
  /// Whether it stood between grave accents.
  var isCode: Bool

  /// The pieces of a text; an accent without a partner stands for itself.
  static func pieces(of text: String) -> [Inline] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else { return [Inline(text: text, isCode: false)] }
    return parts.enumerated().map { Inline(text: $1, isCode: $0 % 2 == 1) }.filter { !$0.text.isEmpty }
  }
}

extension String {
  /// For the content of elements and for attributes in double quotes, of HTML and of SVG: one printable line.
  package var inMarkup: String {
    shown(4000).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// For Markdown: one printable line without a mark that means something there.
  package var inMarkdown: String {
    inMarkup.reduce(into: "") { text, character in
      if "\\`*_{}[]|#~".contains(character) { text.append("\\") }
      text.append(character)
    }
  }
}
