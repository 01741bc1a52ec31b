import Foundation
import Search
import Support

/// The trials of a search as a drawing: two objectives against each other, or the one over the trials.
struct FrontPlot {
  let report: SearchReport
  private static let (width, height, margin) = (640.0, 400.0, 64.0)

  var svg: String {
    let points = report.trials.compactMap { trial in point(trial).map { (trial: trial, x: $0.0, y: $0.1) } }
    let (xs, ys) = (bounds(points.map(\.x)), bounds(points.map(\.y)))
    func place(_ x: Double, _ y: Double) -> (String, String) {
      let (inside, tall) = (Self.width - 2 * Self.margin, Self.height - 2 * Self.margin)
      return (
        String(format: "%.1f", Self.margin + (x - xs.0) / (xs.1 - xs.0) * inside),
        String(format: "%.1f", Self.height - Self.margin - (y - ys.0) / (ys.1 - ys.0) * tall)
      )
    }
    let marks = points.map { point in
      let (x, y) = place(point.x, point.y)
      let isBest = report.front.contains(point.trial.number)
      return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(isBest ? 5 : 3)\" fill=\"\(isBest ? "#c33" : "#9ab")\">"
        + "<title>\(escaped("trial \(point.trial.number): \(point.trial.choice)"))</title></circle>"
    }
    let front = points.filter { report.front.contains($0.trial.number) }.sorted { $0.x < $1.x }
    let line = front.map { place($0.x, $0.y) }.map { "\($0.0),\($0.1)" }.joined(separator: " ")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" font-family="sans-serif" font-size="12" role="img">
      <title>Trials of a search: \(yTitle) over \(xTitle)</title>
      <desc>\(escaped(summary))</desc>
      <rect width="640" height="400" fill="white"/>
      <rect x="64" y="64" width="512" height="272" fill="none" stroke="#888"/>
      <polyline points="\(line)" fill="none" stroke="#c33"/>
      \(marks.joined(separator: "\n"))
      <text x="64" y="48">\(yTitle), \(SearchReport.figure(ys.0)) to \(SearchReport.figure(ys.1))</text>
      <text x="576" y="360" text-anchor="end">\(xTitle), \(SearchReport.figure(xs.0)) to \(SearchReport.figure(xs.1))</text>
      <text x="576" y="48" text-anchor="end" fill="#c33">\(report.objectives.count > 1 ? "not beaten in all" : "best")</text>
      </svg>

      """
  }

  private var yTitle: String { report.objectives.first?.rawValue ?? "" }
  private var xTitle: String { report.objectives.count > 1 ? report.objectives[1].rawValue : "trial" }

  private func point(_ trial: SearchReport.Trial) -> (Double, Double)? {
    guard let values = trial.values, let y = values.first else { return nil }
    return (values.count > 1 ? values[1] : Double(trial.number), y)
  }

  private var summary: String {
    report.shown.map { trial in
      let figures = zip(report.objectives, trial.values ?? []).map { "\($0.rawValue) \(SearchReport.figure($1))" }
      return "trial \(trial.number), \(trial.choice): \(figures.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  private func bounds(_ values: [Double]) -> (Double, Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return high > low ? (low, high) : (low - 0.5, low + 0.5)
  }

  private func escaped(_ text: String) -> String {
    text.shown(4000).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
