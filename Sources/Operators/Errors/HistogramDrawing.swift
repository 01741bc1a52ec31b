internal import Foundation

/// A histogram of relative errors as an SVG file.
package struct HistogramDrawing: Sendable {
  private static let size = (width: 720.0, height: 360.0)
  private static let margin = (left: 60.0, right: 20.0, top: 40.0, bottom: 50.0)
  /// Bars of the histogram.
  package static let bins = 80

  private let title: String
  private let statistics: ErrorStatistics

  /// A histogram of errors under a title.
  package init(title: String, _ statistics: ErrorStatistics) {
    self.title = title
    self.statistics = statistics
  }

  /// The SVG.
  package var text: String {
    let shares = statistics.histogram(bins: Self.bins)
    let most = max(shares.max() ?? 0, 1e-12)
    let plot = (
      width: Self.size.width - Self.margin.left - Self.margin.right,
      height: Self.size.height - Self.margin.top - Self.margin.bottom
    )
    let base = Self.margin.top + plot.height
    let step = plot.width / Double(Self.bins)
    let bars = shares.enumerated().filter { $0.element > 0 }.map { index, share in
      let height = share / most * plot.height
      return "  <rect x=\"\(number(Self.margin.left + Double(index) * step))\" y=\"\(number(base - height))\" "
        + "width=\"\(number(step * 0.9))\" height=\"\(number(height))\" fill=\"#4477aa\"/>\n"
    }
    let ticks = (0...4).map { tick -> String in
      let x = Self.margin.left + plot.width * Double(tick) / 4
      let error = statistics.low + (statistics.high - statistics.low) * Double(tick) / 4
      return label(percent(error), x: x, y: base + 18, anchor: "middle")
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(number(Self.size.width))" height="\(number(Self.size.height))" \
      font-family="sans-serif" font-size="12">
        <rect width="100%" height="100%" fill="white"/>
      \(label(title, x: Self.size.width / 2, y: 22, anchor: "middle"))\(bars.joined())\
      \(ticks.joined())\
      \(label("relative error; \(statistics.count) results", x: Self.size.width / 2, y: base + 38, anchor: "middle"))\
      \(label(percent(most), x: Self.margin.left - 6, y: Self.margin.top + 10, anchor: "end"))\
        <line x1="\(number(Self.margin.left))" y1="\(number(base))" x2="\(number(Self.margin.left + plot.width))" \
      y2="\(number(base))" stroke="black"/>
      </svg>

      """
  }

  private func label(_ text: String, x: Double, y: Double, anchor: String) -> String {
    let escaped = text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;")
    return "  <text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(escaped)</text>\n"
  }

  private func number(_ value: Double) -> String { String(format: "%.1f", value) }
  private func percent(_ value: Double) -> String { String(format: "%.2f %%", 100 * value) }
}
