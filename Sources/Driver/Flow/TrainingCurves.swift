import Foundation
import Training

/// Loss and validation accuracy, or error, over the epochs, as a drawing.
struct TrainingCurves {
  let rows: [EpochRow]
  let measure: Measure
  private static let (width, height, margin) = (640.0, 320.0, 48.0)

  var svg: String {
    let trained = rows.filter { $0.epoch > 0 }
    let most = Double(max(1, rows.map(\.epoch).max() ?? 1))
    let highest = max(1e-6, trained.map(\.loss).max() ?? 1)
    let (low, high) = bounds(rows.map(\.validation))
    let losses = trained.map { point(Double($0.epoch) / most, $0.loss / highest) }
    let accuracies = rows.map { point(Double($0.epoch) / most, ($0.validation - low) / (high - low)) }
    let borders = zip(trained, trained.dropFirst()).filter { $0.phase != $1.phase }.map { Double($0.0.epoch) / most }
    let steps = borders.map { place in
      let (top, bottom) = (point(place, 1).split(separator: ","), point(place, 0).split(separator: ","))
      return "<line x1=\"\(top[0])\" y1=\"\(top[1])\" x2=\"\(bottom[0])\" y2=\"\(bottom[1])\" stroke=\"#ccc\"/>\n"
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="640" height="320" font-family="sans-serif" font-size="12">
      <rect width="640" height="320" fill="white"/>
      <rect x="48" y="48" width="544" height="224" fill="none" stroke="#888"/>
      \(steps.joined())<polyline points="\(losses.joined(separator: " "))" fill="none" stroke="#c33" stroke-width="2"/>
      <polyline points="\(accuracies.joined(separator: " "))" fill="none" stroke="#36c" stroke-width="2"/>
      <text x="48" y="36" fill="#c33">loss, 0 to \(measure == .error ? Figure.error(highest) : String(format: "%.3f", highest))</text>
      <text x="592" y="36" fill="#36c" text-anchor="end">golden \(judged), \(figure(low)) to \(figure(high))</text>
      <text x="48" y="296">epoch 0</text>
      <text x="592" y="296" text-anchor="end">epoch \(Int(most))</text>
      </svg>

      """
  }

  private var judged: String { measure == .error ? "error" : "accuracy" }

  private func figure(_ value: Double) -> String {
    measure == .error ? Figure.error(value) : Figure.percent(value)
  }

  private func bounds(_ values: [Double]) -> (Double, Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return high > low ? (low, high) : (max(0, low - 0.01), low + 0.01)
  }

  private func point(_ x: Double, _ y: Double) -> String {
    let (inside, tall) = (Self.width - 2 * Self.margin, Self.height - 2 * Self.margin)
    return String(format: "%.1f,%.1f", Self.margin + x * inside, Self.height - Self.margin - y * tall)
  }
}
