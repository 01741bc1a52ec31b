package import Arithmetic
import Support

/// Max pooling: of every `taps` words the greatest element of each lane, by value.
package struct Maximum: Codable, Sendable, Hashable {
  package var format: Format
  package var lanes: Int
  /// Words of one window.
  package var taps: Int

  package init(format: Format, lanes: Int, taps: Int) {
    self.format = format
    self.lanes = lanes
    self.taps = taps
  }
}

extension Maximum {
  /// See `StageDatapath`.
  package var latency: Int { 1 }

  /// See `StageDatapath`.
  package var inventory: Inventory {
    var result = Inventory(registers: lanes * format.width + bits(for: taps) + 1)
    guard taps > 1 else { return result }
    result.comparators = lanes * format.width
    result.multiplexers = lanes * format.width
    return result
  }
}
