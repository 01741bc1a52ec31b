internal import Foundation
package import Support

/// A drawing as SVG, with words for those who cannot see it.
package struct Drawing: Sendable {
  /// The file's name without its ending: small letters, digits and hyphens.
  package var name: String
  /// What it shows, in a few words.
  package var title: String
  /// The same in words, with the figures.
  package var summary: String
  /// The root element as it stands in an HTML file.
  let element: String

  /// Takes what Graphviz or gnuplot drew with `Tint`'s marks; throws a `Failure` of kind `tool` where it is no SVG.
  ///
  /// Definitions that nothing uses and identifiers go, so that several drawings can stand in one file.
  package init(name: String, title: String, summary: String, drawn svg: String) throws(Failure) {
    self.name = name
    self.title = title
    self.summary = summary
    guard let start = svg.range(of: "<svg"), let head = svg.range(of: ">", range: start.upperBound..<svg.endIndex),
      let end = svg.range(of: "</svg>", options: .backwards), head.upperBound <= end.lowerBound,
      let box = svg[start.upperBound..<head.lowerBound].firstMatch(of: #/viewBox="([0-9. -]+)"/#)
    else { throw Failure(.tool, at: "drawing '\(name)'", "the program drew no SVG") }
    let extents = box.1.split(separator: " ").compactMap { Double($0) }
    guard extents.count == 4, extents[2] > 0, extents[3] > 0 else {
      throw Failure(.tool, at: "drawing '\(name)'", "its box is '\(box.1)'")
    }
    let size = "width=\"\(Int(extents[2].rounded(.up)))\" height=\"\(Int(extents[3].rounded(.up)))\""
    element = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="\(box.1)" \(size) role="img" aria-label="\(title.inMarkup)">
      <title>\(title.inMarkup)</title>
      <desc>\(summary.inMarkup)</desc>
      \(Self.content(String(svg[head.upperBound..<end.lowerBound])))
      </svg>
      """
  }

  private static func content(_ text: String) -> String {
    var text = text
    text.replace(#/<!--.*?-->/#.dotMatchesNewlines(), with: "")
    text.replace(#/<defs>.*?</defs>/#.dotMatchesNewlines(), with: "")
    text.replace(#/<(title|desc)>[^<]*</(title|desc)>/#, with: "")
    text.replace(#/ (id|class)="[^"]*"/#, with: "")
    // Gnuplot writes colors in decimals.
    text.replace(#/rgb\( *(\d+), *(\d+), *(\d+)\)/#) { color in
      "#" + [color.1, color.2, color.3].map { String(format: "%02x", Int($0) ?? 0) }.joined()
    }
    for tint in Tint.allCases { text = text.replacing(tint.mark, with: "var(--\(tint.rawValue))") }
    for ink in ["fill=\"black\"", "stroke=\"black\"", "stroke='black'", "color=\"black\""] {
      text = text.replacing(ink, with: ink.replacing("black", with: "var(--ink)"))
    }
    text.replace(#/\s*\n\s*/#, with: "\n")
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The drawing as a file of its own, which brings its colors.
  package var file: String {
    let head = element.range(of: "</desc>")?.upperBound ?? element.endIndex
    return element[..<head] + "\n<style>\n\(Tint.css)\n</style>" + element[head...] + "\n"
  }
}
