package import Support
internal import Tools

/// A graph that Graphviz lays out.
package struct GraphDrawing: Sendable {
  /// A box with some lines of text.
  package struct Node: Sendable {
    /// From top to bottom.
    package var lines: [String]
    /// Of its border.
    package var tint: Tint

    /// A box.
    package init(_ lines: [String], _ tint: Tint) {
      self.lines = lines
      self.tint = tint
    }
  }

  /// An arrow between nodes by their places in the list.
  package struct Edge: Sendable {
    /// Where it begins.
    package var from: Int
    /// Where it ends.
    package var to: Int
    /// What stands beside it.
    package var lines: [String]

    /// An arrow.
    package init(from: Int, to: Int, _ lines: [String]) {
      self.from = from
      self.to = to
      self.lines = lines
    }
  }

  /// The name, the title and the words of the drawing.
  package var heading: PlotHeading
  /// In the order of the data.
  package var nodes: [Node]
  /// Between them.
  package var edges: [Edge]

  /// A graph of its parts.
  package init(_ heading: PlotHeading, nodes: [Node], edges: [Edge]) {
    self.heading = heading
    self.nodes = nodes
    self.edges = edges
  }

  /// The graph in Graphviz' language.
  var text: String {
    let boxes = nodes.enumerated().map { place, node in
      "  n\(place) [color=\"\(node.tint.mark)\", label=\(Self.quoted(node.lines))]"
    }
    let arrows = edges.map { "  n\($0.from) -> n\($0.to) [label=\(Self.quoted($0.lines.map { " " + $0 }))]" }
    return """
      digraph network {
        graph [bgcolor=transparent, nodesep=0.3, ranksep=0.35]
        node [shape=box, style=rounded, penwidth=1.5, fontname="sans-serif", fontsize=11, margin="0.15,0.06", \
      fontcolor="\(Tint.ink.mark)"]
        edge [fontname="sans-serif", fontsize=10, color="\(Tint.faint.mark)", fontcolor="\(Tint.faint.mark)"]
      \((boxes + arrows).joined(separator: "\n"))
      }

      """
  }

  private static func quoted(_ lines: [String]) -> String {
    let text = lines.map { $0.shown(60).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
    return "\"\(text.joined(separator: "\\n"))\""
  }
}

/// Graphviz, which lays graphs out from top to bottom and draws them as SVG.
package struct Graphviz: Sendable {
  private let tool: Tool

  /// Throws a `Failure` of kind `tool` that names the package where the program is missing.
  package init() throws(Failure) { tool = try Tool.find("dot") }

  /// The drawing of a graph.
  package func draw(_ graph: GraphDrawing, limit: Duration = .seconds(120)) async throws(Failure) -> Drawing {
    let svg = try await withTemporaryFolder { work throws(Failure) in
      try Disk.write(graph.text.utf8, to: "\(work)/graph.dot")
      try await tool.run(["-Tsvg", "-ograph.svg", "graph.dot"], in: work, limit: limit).checked("drawing the graph")
      return try WholeFile.text("\(work)/graph.svg", most: 1 << 26)
    }
    let heading = graph.heading
    return try Drawing(name: heading.name, title: heading.title, summary: heading.summary, drawn: svg)
  }
}
