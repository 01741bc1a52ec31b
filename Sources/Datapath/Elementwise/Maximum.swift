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
  /// A comparison of each lane with the greatest so far.
  package var graph: DatapathGraph {
    let data = Signal("data", element: "code", width: format.width, .units(lanes))
    var graph = DatapathGraph(.word, inputs: [data], remark: "the greatest of \(taps) words")
    let best = Signal("best", width: format.width, data.extent)
    graph.add(.maximum(format.number.compareCell(), words: taps), data.extent, reads: [data], makes: [best])
    graph.leave(best)
    return graph
  }
}
