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
  /// A memory for each lane.
  package var graph: DatapathGraph {
    let data = Signal("data", element: "code", width: input.width, .units(lanes))
    var graph = DatapathGraph(.word, inputs: [data], remark: "look up")
    let slice = graph.slice(of: slices)
    let codes = Signal("codes", element: "code", width: output.width, data.extent)
    let memory = MemoryRead(
      role: "table", words: slices << input.width, width: output.width, address: .read, differ: tables > 1)
    graph.add(.memory(memory), codes.extent, reads: slice + [data], makes: [codes])
    graph.leave(codes)
    return graph
  }
}

extension DatapathGraph {
  /// The place of a word among the `count` of a pixel; none where there is one.
  mutating func slice(of count: Int) -> [Signal] {
    guard count > 1 else { return [] }
    return add(.total(of: 1, words: count), reads: [], makes: [Signal("slice", width: bits(for: count))])
  }
}
