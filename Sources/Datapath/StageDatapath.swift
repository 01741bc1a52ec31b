/// What a compute stage computes, whoever builds it: typed, without clock or text. Back ends only read it.
package indirect enum StageDatapath: Sendable {
  case linear(LinearDatapath)
  case sum(PairSum)
  case product(PairProduct)
  case maximum(Maximum)
  case argmax(ArgmaxStage)
  case table(Table)
  case search(Search)
  /// Another one with its registers and memories placed.
  case placed(StageDatapath, Placement)

  /// Its nodes and where registers stand.
  package var graph: DatapathGraph {
    switch self {
    case .linear(let datapath): datapath.graph
    case .sum(let datapath): datapath.graph
    case .product(let datapath): datapath.graph
    case .maximum(let datapath): datapath.graph
    case .argmax(let datapath): datapath.graph
    case .table(let datapath): datapath.graph
    case .search(let datapath): datapath.graph
    case .placed(let datapath, let placement): datapath.graph.segmented(into: placement.segments).placed(placement)
    }
  }
}

/// What a device's clock and blocks decide of a datapath.
package struct Placement: Codable, Sendable, Hashable {
  /// The free boundaries of its graph, its sums in segments, that hold registers, counted from 0.
  package var cuts: Set<Int>
  /// Memories that are built of narrower ones side by side: bits of a slice, by role.
  package var slices: [String: Int]
  /// Parts in which sums over words are added up; 1 for whole ones.
  package var segments: Int

  package init(cuts: Set<Int>, slices: [String: Int] = [:], segments: Int = 1) {
    self.cuts = cuts
    self.slices = slices
    self.segments = segments
  }
}
