package import Arithmetic
import Support

/// The index of the greatest channel of each pixel, the lowest index of equals, as one unsigned number a word.
package struct ArgmaxStage: Codable, Sendable, Hashable {
  package var format: Format
  package var lanes: Int
  /// A multiple of `lanes`.
  package var channels: Int

  package init(format: Format, lanes: Int, channels: Int) {
    self.format = format
    self.lanes = lanes
    self.channels = channels
  }

  /// Bits of an index, at least 1; the output's format is `ufixed` of that width.
  package var indexWidth: Int { bits(for: channels) }
  package var slices: Int { channels / lanes }
}

extension ArgmaxStage {
  /// See `StageDatapath`.
  package var latency: Int { 2 }

  /// See `StageDatapath`.
  package var inventory: Inventory {
    let word = format.width + indexWidth
    var result = Inventory(registers: 2 * word + indexWidth + bits(for: slices) + 4)
    result.comparators = lanes * format.width
    result.multiplexers = lanes * word
    result.adders = 2 * indexWidth
    return result
  }
}
