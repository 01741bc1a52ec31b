/// What a compute stage computes, whoever builds it: typed, without clock or text. Back ends only read it.
package indirect enum StageDatapath: Sendable {
  case linear(LinearDatapath)
  case sum(PairSum)
  case product(PairProduct)
  case maximum(Maximum)
  case argmax(ArgmaxStage)
  case table(Table)
  case search(Search)
  /// Another one with registers at those of its graph's free boundaries, counted from 0, that are named.
  case placed(StageDatapath, cuts: Set<Int>)

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
    case .placed(let datapath, let cuts): datapath.graph.placed(cuts.contains)
    }
  }
}
