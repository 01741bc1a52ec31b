/// What a compute stage computes, whoever builds it: typed, without clock or text. Back ends only read it.
package enum StageDatapath: Sendable {
  case linear(LinearDatapath)
  case sum(PairSum)
  case product(PairProduct)
  case maximum(Maximum)
  case argmax(ArgmaxStage)
  case table(Table)
  case search(Search)

  /// What the hardware is built of.
  package var inventory: Inventory {
    switch self {
    case .linear(let datapath): datapath.inventory
    case .sum(let datapath): datapath.inventory
    case .product(let datapath): datapath.inventory
    case .maximum(let datapath): datapath.inventory
    case .argmax(let datapath): datapath.inventory
    case .table(let datapath): datapath.inventory
    case .search(let datapath): datapath.inventory
    }
  }

  /// Clock edges from the one that takes the last input word of a result to the one that shows the result.
  package var latency: Int {
    switch self {
    case .linear(let datapath): datapath.latency
    case .sum(let datapath): datapath.latency
    case .product(let datapath): datapath.latency
    case .maximum(let datapath): datapath.latency
    case .argmax(let datapath): datapath.latency
    case .table(let datapath): datapath.latency
    case .search(let datapath): datapath.latency
    }
  }

  /// Bits of the constants that it reads from memories.
  package var memoryBits: Int { inventory.memories.reduce(0) { $0 + $1.bits } }
}
