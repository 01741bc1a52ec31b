/// The colors of documents, for light pages and for dark ones.
package enum Tint: String, CaseIterable, Sendable {
  case ink, faint, line, first, second, alarm

  /// Contrast with the page is 4.5 or more for what is read.
  private var hex: (light: String, dark: String) {
    switch self {
    case .ink: ("#1b2430", "#e4e9f0")
    case .faint: ("#5b6675", "#a3aebd")
    case .line: ("#c9d0da", "#414c5b")
    case .first: ("#2b6cb0", "#74aee8")
    case .second: ("#b45309", "#f0a54a")
    case .alarm: ("#b91c1c", "#f58a8a")
    }
  }

  /// What Graphviz and gnuplot are given in place of the color, and `Drawing` finds again in what they draw.
  var mark: String { "#0\(place)a5f\(place)" }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// CSS that defines each color as a variable, by what the reader's system prefers.
  static var css: String {
    func variables(_ hex: (Tint) -> String) -> String {
      allCases.map { "--\($0.rawValue): \(hex($0));" }.joined(separator: " ")
    }
    return """
      :root { \(variables { $0.hex.light }) }
      @media (prefers-color-scheme: dark) {
        :root { \(variables { $0.hex.dark }) }
      }
      """
  }
}
