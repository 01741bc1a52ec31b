package import Arithmetic
package import Support

/// A function of one element, looked up: each lane's code becomes the code in its row.
///
/// There is one table for all channels, or one for each.
package struct Table: Codable, Sendable, Hashable {
  package var lanes: Int
  package var input: Format
  package var output: Format
  /// Output codes, one for each input code from 0 up, one table after another.
  package var entries: Tensor<UInt32>

  package init(lanes: Int, input: Format, output: Format, entries: Tensor<UInt32>) {
    self.lanes = lanes
    self.input = input
    self.output = output
    self.entries = entries
  }

  /// The widest input, in bits.
  package static let widestInput = 16

  /// Entries of one table.
  package var rows: Int { 1 << input.width }
  /// 1, or as many as there are channels.
  package var tables: Int { entries.values.count / rows }
  /// Words of a pixel, as far as they have tables of their own.
  package var slices: Int { tables == 1 ? 1 : tables / lanes }
}

extension Table {
  /// See `StageDatapath`.
  package var latency: Int { 1 }

  /// See `StageDatapath`.
  package var inventory: Inventory {
    var result = Inventory(registers: 1)
    result.memories = [
      Inventory.Memory(count: lanes, words: slices << input.width, width: output.width, isConstant: true)
    ]
    return result
  }
}
