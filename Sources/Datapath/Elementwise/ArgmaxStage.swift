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
  /// The winner of a word, then the winner of its pixel's words.
  package var graph: DatapathGraph {
    let data = Signal("data", width: format.width, .lanes(lanes))
    var graph = DatapathGraph(.word, inputs: [data], remark: "the greatest lane of the word")
    let (code, index) = (Signal("code", width: format.width), Signal("index", width: indexWidth))
    let flags = slices > 1 ? [Signal("first", width: 1), Signal("last", width: 1)] : []
    let base = slices > 1 ? [Signal("base", width: indexWidth)] : []
    let compare = format.number.compareCell()
    if slices > 1 {
      graph.add(.sequence(words: slices), reads: [], makes: flags)
      graph.add(.total(of: lanes, words: slices), reads: [], makes: base)
    }
    graph.add(.scan(compare, lanes: lanes), reads: [data] + base, makes: [code, index])
    graph.cut(slices > 1 ? "the greatest so far" : "its channel")
    guard slices > 1 else {
      graph.leave(index)
      return graph
    }
    let best = Signal("best", width: indexWidth)
    graph.add(.best(compare, words: slices), reads: [code, index] + flags, makes: [best])
    graph.leave(best)
    return graph
  }
}
