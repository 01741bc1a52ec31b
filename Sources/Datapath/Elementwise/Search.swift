package import Arithmetic
package import Support

/// A function of one element of wide codes: each lane finds how many thresholds its code reaches, by halves, and looks up
/// the output code at that place.
///
/// There is one table for all channels, or one for each.
package struct Search: Codable, Sendable, Hashable {
  package var lanes: Int
  /// Fixed point.
  package var input: Format
  package var output: Format
  /// Tables x (2^levels - 1), each ascending, in units of the input's lowest bit.
  package var thresholds: Tensor<Int>
  /// Tables x 2^levels.
  package var codes: Tensor<UInt32>

  package init(
    lanes: Int, input: Format, output: Format, thresholds: Tensor<Int>, codes: Tensor<UInt32>
  ) {
    self.lanes = lanes
    self.input = input
    self.output = output
    self.thresholds = thresholds
    self.codes = codes
  }

  /// 1, or as many as there are channels.
  package var tables: Int { codes.shape[0] }
  /// Comparisons of a search.
  package var levels: Int { (codes.values.count / tables).trailingZeroBitCount }
  /// Words of a pixel, as far as they have tables of their own.
  package var slices: Int { tables == 1 ? 1 : tables / lanes }
}

extension Search {
  /// See `StageDatapath`.
  package var latency: Int { levels + 1 }

  /// See `StageDatapath`.
  package var inventory: Inventory {
    var result = Inventory(registers: levels * (lanes * input.width + 1) + lanes * levels * (levels - 1) / 2 + 1)
    result.comparators = lanes * levels * input.width
    for level in 0..<levels {
      result.memories.append(
        Inventory.Memory(count: lanes, words: slices << level, width: input.width, isConstant: true))
    }
    result.memories.append(
      Inventory.Memory(count: lanes, words: slices << levels, width: output.width, isConstant: true))
    return result
  }
}
