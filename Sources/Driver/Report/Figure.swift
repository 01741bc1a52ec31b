import Foundation

/// Numbers as reports print them.
package enum Figure {
  /// `1234567` as `1,234,567`.
  package static func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    let groups = digits.enumerated().map { index, digit in
      let left = digits.count - index
      return (index > 0 && left % 3 == 0 ? "," : "") + String(digit)
    }
    return (value < 0 ? "-" : "") + groups.joined()
  }

  /// A share of 1 as a percentage with two decimals.
  package static func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }

  /// A difference of shares of 1 in points of a hundred, with its sign.
  package static func points(_ difference: Double) -> String { String(format: "%+.2f", difference * 100) }

  /// About three significant digits.
  package static func short(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case ..<10: String(format: "%.2f", value)
    case ..<100: String(format: "%.1f", value)
    default: value.isFinite && abs(value) < 1e15 ? count(Int(value.rounded())) : "\(value)"
    }
  }

  /// Seconds with a unit.
  package static func seconds(_ value: Double) -> String { short(value) + " s" }
}
