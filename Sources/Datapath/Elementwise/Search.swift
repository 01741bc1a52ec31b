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
  /// A memory and a comparison for each bit of the place, then the memory of codes.
  package var graph: DatapathGraph {
    let all = Extent.units(lanes)
    let data = Signal("data", element: "code", width: input.width, all)
    func remark(_ level: Int) -> String {
      level == levels ? "the code at the place" : "bit \(levels - 1 - level) of the place"
    }
    var graph = DatapathGraph(.word, inputs: [data], remark: remark(0))
    let slice = graph.slice(of: slices)
    let isSigned = input.number.operandShape.sign != .unsigned
    let x = isSigned ? graph.add(.order, reads: [data], Signal("x", width: input.width, all)) : data
    var place: [Signal] = []
    for level in 0...levels {
      let isLast = level == levels
      let word = Signal(
        isLast ? "codes" : "threshold\(level)", width: isLast ? output.width : input.width, all)
      let memory = MemoryRead(
        role: isLast ? "codes" : "level\(level)", words: slices << level, width: word.width, address: .read,
        differ: tables > 1)
      graph.add(.memory(memory), all, reads: slice + place, makes: [word])
      guard !isLast else {
        graph.leave(word)
        break
      }
      graph.cut(remark(level + 1), isFixed: true)
      graph.mayCut()
      place = [
        graph.add(.descend, reads: [x, word] + place, Signal("place\(level)", width: level + 1, all))
      ]
      graph.mayCut()
    }
    return graph
  }
}
