package import Support
internal import Tools

/// What gnuplot can draw.
package protocol Plot: Sendable {
  /// The name, the title and the words of the drawing.
  var heading: PlotHeading { get }
  /// Units of the drawing's box.
  var size: (width: Int, height: Int) { get }
  /// Gnuplot's commands, of which the last one plots.
  var commands: String { get }
}

/// How a plot is named and told in words.
package struct PlotHeading: Sendable {
  /// The file's name without its ending.
  package var name: String
  /// What it shows, in a few words.
  package var title: String
  /// The same in words, with the figures.
  package var summary: String

  /// A heading of its parts.
  package init(name: String, title: String, summary: String) {
    self.name = name
    self.title = title
    self.summary = summary
  }
}

/// Gnuplot, which draws plots as SVG.
package struct Gnuplot: Sendable {
  private let tool: Tool

  /// Throws a `Failure` of kind `tool` that names the package where the program is missing.
  package init() throws(Failure) { tool = try Tool.find("gnuplot") }

  /// The drawings, one a plot, all by one run of the program.
  package func draw(_ plots: [any Plot], limit: Duration = .seconds(120)) async throws(Failure) -> [Drawing] {
    guard !plots.isEmpty else { return [] }
    let scripts = plots.enumerated().map { Self.script($1, file: "\($0).svg") }
    return try await withTemporaryFolder { work throws(Failure) in
      try Disk.write(scripts.joined().utf8, to: "\(work)/plots.gp")
      // -d: no file of the user's home changes what is drawn.
      try await tool.run(["-d", "plots.gp"], in: work, limit: limit).checked("drawing plots")
      return try plots.enumerated().map { number, plot throws(Failure) in
        let svg = try WholeFile.text("\(work)/\(number).svg", most: 1 << 24)
        let heading = plot.heading
        return try Drawing(name: heading.name, title: heading.title, summary: heading.summary, drawn: svg)
      }
    }
  }

  private static func script(_ plot: any Plot, file: String) -> String {
    let (width, height) = plot.size
    let (ink, faint) = (Tint.ink.mark, Tint.faint.mark)
    return """
      reset
      set terminal svg size \(width),\(height) dynamic noenhanced font 'sans-serif,12'
      set output '\(file)'
      set style fill solid 1 noborder
      set border 3 linecolor rgb '\(faint)'
      set tics nomirror scale 0.5 textcolor rgb '\(ink)'
      set xlabel textcolor rgb '\(ink)'
      set ylabel textcolor rgb '\(ink)'
      set key textcolor rgb '\(ink)'
      \(plot.commands)
      unset output

      """
  }

  /// A text in gnuplot's quotes, of marks that mean nothing there: its program runs what stands between accents.
  static func quoted(_ text: String, most: Int = 28) -> String {
    let plain = String(
      text.map { $0.isASCII && ($0.isLetter || $0.isNumber || " _.,:+-()/<>%=".contains($0)) ? $0 : "?" })
    return "\"\(plain.count <= most ? plain : "..." + plain.suffix(most - 3))\""
  }

  /// A number as gnuplot reads it; what is no number is a gap.
  static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "NaN" }
}
