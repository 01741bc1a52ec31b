import Foundation
import Support
import TestTools
import Testing
import Tools

@testable import Pages

/// Documents, and drawings by gnuplot and Graphviz.
@Suite struct DocumentTests {
  static let canDraw = (try? Tool.find("gnuplot")) != nil && (try? Tool.find("dot")) != nil
  private static let hostile = "<script>x</script> \"a' `b` | \u{202E}\u{1B}[31m & *c* [d](e)"

  private func drawing(_ svg: String) throws -> Drawing {
    try Drawing(name: "d", title: Self.hostile, summary: "two & more", drawn: svg)
  }

  @Test func textsMeanNothingInMarkup() throws {
    var sheet = Sheet(Self.hostile, text: [Self.hostile], numbers: ["n"])
    sheet.add([Self.hostile, "1"])
    sheet.add(["short"])
    let svg = "<svg viewBox=\"0 0 10 20\"><g id=\"x\"/></svg>"
    let document = Document(
      title: Self.hostile, lead: [.warning(Self.hostile)],
      sections: [
        Document.Section(Self.hostile, [.text(Self.hostile), .table(sheet), .drawings([try drawing(svg)])])
      ])
    let html = try document.html()
    for mark in ["<script", "\u{202E}", "\u{1B}", "\"a'", "*/"] { #expect(!html.contains(mark), "\(mark)") }
    #expect(html.contains("&lt;script&gt;x&lt;/script&gt;") && html.contains("&quot;a' <code>b</code> |"))
    #expect(
      html.contains("<title>&lt;script") && html.contains("role=\"img\"") && html.contains("<desc>two &amp; more"))
    #expect(html.contains("<td class=\"number\"></td>"))
    let markdown = document.markdown(drawings: "drawings")
    #expect(!markdown.contains("<script") && markdown.contains("&lt;script&gt;") && markdown.contains("\\*c\\*"))
    #expect(markdown.contains("`b`") && markdown.contains("](drawings/d.svg)") && markdown.contains("two &amp; more"))
    let row = try #require(markdown.split(separator: "\n").first { $0.contains("---:") })
    #expect(row == "| --- | ---: |")
    #expect(document.drawings.map(\.name) == ["d"])
  }

  @Test func unpairedAccentsStandForThemselves() {
    #expect(Inline.pieces(of: "a `b").map(\.text) == ["a `b"])
    #expect(Inline.pieces(of: "a `b` c").map(\.isCode) == [false, true, false])
  }

  @Test func drawingsAreCleaned() throws {
    let found = try drawing(
      """
      <?xml version="1.0"?><!DOCTYPE svg><svg viewBox="0.00 -1 10.2 20" width="3pt"><!-- a
       b --><title>t</title><defs><circle id='gpDot'/></defs>
      <g id="graph0" class="node"><path stroke='rgb(  5, 165, 245)' fill="#05a5f5"/><text fill="black" stroke="rgb(0,165,240)">x</text></g></svg>
      """)
    let file = found.file
    for gone in ["<?xml", "DOCTYPE", "<!--", "<defs", " id=", " class=", "black", "3pt", "<title>t<"] {
      #expect(!file.contains(gone), "\(gone)")
    }
    #expect(
      file.contains("stroke='var(--alarm)' fill=\"var(--alarm)\"")
        && file.contains("fill=\"var(--ink)\" stroke=\"var(--ink)\""))
    #expect(file.contains("width=\"11\" height=\"20\"") && file.contains("prefers-color-scheme: dark"))
    #expect(!found.element.contains("<style"))
    for wrong in ["", "<svg>", "<svg viewBox=\"0 0 0 4\"></svg>", "</svg><svg viewBox=\"0 0 1 1\">", "<svg></svg>"] {
      #expect(throws: Failure.self, "\(wrong)") { try drawing(wrong) }
    }
  }

  @Test func everyTintHasAMarkOfItsOwn() {
    #expect(Set(Tint.allCases.map(\.mark)).count == Tint.allCases.count)
  }

  /// Texts between accents would be run by a shell, and quotes would end a label.
  @Test(.enabled(if: canDraw, "gnuplot and Graphviz are not here: run `make setup-report`"))
  func namesAreNoCommands() async throws {
    let folder = try Temporary.folder()
    defer { folder.remove() }
    let trap = "\(folder.path)/trap"
    let names = ["`touch \(trap)`", "a\"; system('touch \(trap)') #", "'b", "x_y^2", "\\n\" shape=circle"]
    let heading = PlotHeading(name: "bars", title: "t", summary: "s")
    let bars = BarPlot(
      heading, unit: "u", rows: names,
      series: [
        .init(names[0], .first, names.enumerated().map { (Double($0), "\($1)") }),
        .init("gap", .second, [nil, (.infinity, "inf"), (-3, "low"), nil, (0, "")]),
      ])
    let histogram = HistogramPlot(
      heading, start: -1, width: 0.5, range: -0.25...0.5, areas: .init("f", [0.1, 0, 0.9, 0]), line: .init("g", [0, 1]))
    let empty = HistogramPlot(heading, start: 0, width: 1, range: 0...0, areas: nil, line: nil)
    let drawings = try await Gnuplot().draw([bars, histogram, empty])
    #expect(drawings.count == 3 && drawings.allSatisfy { $0.element.contains("<path") })
    #expect(drawings[0].element.contains("var(--second)") && drawings[1].element.contains("var(--alarm)"))
    let graph = GraphDrawing(
      heading, nodes: names.map { .init([$0, "<b>"], .first) }, edges: [.init(from: 0, to: 1, ["\"]; evil [x=\""])])
    let drawn = try await Graphviz().draw(graph)
    #expect(drawn.element.components(separatedBy: "<polygon").count == 2 && !drawn.element.contains("<b>"))
    #expect(!drawn.element.contains("<ellipse"))
    #expect(!FileManager.default.fileExists(atPath: trap))
  }
}
