internal import Arithmetic
package import Datapath

/// Chooses which boundaries of a datapath hold registers, so that no path between two of them takes longer than a period:
/// as few as possible, and of those where the fewest bits pass.
///
/// What a step takes is the longest way through its nodes, each as long as its path says; a node that no boundary cuts
/// may be too long, and then takes the whole of a step.
package struct RegisterPlacement {
  private let graph: DatapathGraph
  private let model: DelayModel
  private let budget: Double
  /// Where registers stand or may stand: places among the graph's elements, the entry first, the end last.
  private let places: [Int]

  /// Of a graph in a device, at a clock in megahertz.
  package init(_ graph: DatapathGraph, _ model: DelayModel, clock: Double) {
    self.graph = graph
    self.model = model
    budget = 1000 / clock - model.register
    places =
      graph.elements.indices.filter { if case .boundary = graph.elements[$0] { true } else { false } }
      + [graph.elements.count]
  }

  /// The free boundaries with registers, and the longest path from register to register, in nanoseconds.
  package func run() -> (cuts: [Int], period: Double) {
    // The best way to come to each place: excess over the budget, registers, bits.
    var best: [(excess: Double, count: Int, bits: Int, before: Int, longest: Double)?] = [(0, 0, 0, 0, 0)]
    for end in places.indices.dropFirst() {
      best.append(nil)
      for start in (0..<end).reversed() {
        if let known = best[start] {
          let time = time(from: places[start], to: places[end])
          let candidate = (
            excess: known.excess + max(0, time - budget), count: known.count + 1,
            bits: known.bits + bits(at: places[end]), before: start, longest: max(known.longest, time)
          )
          if best[end].map({ (candidate.excess, candidate.count, candidate.bits) < ($0.excess, $0.count, $0.bits) })
            ?? true
          {
            best[end] = candidate
          }
        }
        if isFixed(places[start]) { break }
      }
    }
    var cuts: [Int] = []
    var place = places.count - 1
    while place > 0, let way = best[place] {
      place = way.before
      if place > 0, let index = freeIndex(places[place]) { cuts.append(index) }
    }
    return (cuts.reversed(), (best.last??.longest ?? 0) + model.register)
  }

  /// The longest path with registers at those free boundaries, in nanoseconds.
  func period(_ cuts: some Collection<Int>) -> Double {
    let ends = places.dropFirst().filter { place in isFixed(place) || freeIndex(place).map(cuts.contains) ?? false }
    return zip([places[0]] + ends, ends).map { time(from: $0, to: $1) }.max().map { $0 + model.register } ?? 0
  }

  private func boundary(_ place: Int) -> DatapathGraph.Boundary? {
    guard place < graph.elements.count, case .boundary(let boundary) = graph.elements[place] else { return nil }
    return boundary
  }

  /// Whether registers stand there whatever the clock.
  private func isFixed(_ place: Int) -> Bool { boundary(place).map { $0.isFixed } ?? true }

  /// The number of a boundary among the free ones.
  private func freeIndex(_ place: Int) -> Int? {
    isFixed(place)
      ? nil : graph.elements[..<place].count { if case .boundary(let b) = $0 { !b.isFixed } else { false } }
  }

  /// Bits that registers there hold.
  private func bits(at place: Int) -> Int {
    var made: [Signal] = graph.inputs
    for case .node(let node) in graph.elements[..<place] { made += node.makes }
    var read: Set<Signal> = [graph.output]
    for case .node(let node) in graph.elements[min(place, graph.elements.count)...] { read.formUnion(node.reads) }
    return made.filter(read.contains).reduce(0) { $0 + $1.bits }
  }

  // MARK: Times

  /// The longest way between registers at one place and registers at a later one, without any between.
  private func time(from start: Int, to end: Int) -> Double {
    var walk = Walk(model: model)
    let before = nodes(before: start)
    if let inner = boundary(start)?.inner {
      walk.begin(before, behind: inner)
    } else {
      walk.begin(memories: before)
    }
    for element in graph.elements[min(start + 1, end)..<end] {
      switch element {
      case .node(let node): walk.add(node)
      case .boundary(let boundary): walk.pass(boundary)
      }
    }
    if boundary(end)?.inner == nil { walk.finish() }
    return walk.longest
  }

  /// The nodes between a place and the last boundary before it that is not inside of them.
  private func nodes(before place: Int) -> [Node] {
    var nodes: [Node] = []
    for element in graph.elements[..<place].reversed() {
      switch element {
      case .node(let node): nodes.append(node)
      case .boundary(let boundary): if boundary.inner == nil { return nodes }
      }
    }
    return nodes
  }
}

/// When signals are there, counted from the registers that a walk begins at.
private struct Walk {
  let model: DelayModel
  private(set) var longest = 0.0
  private var arrivals: [Signal: Double] = [:]
  /// Nodes of several pieces, and when the last of `passed + 1` pieces is done.
  private var open: [(node: Node, time: Double)] = []
  private var passed = 0

  init(model: DelayModel) { self.model = model }

  /// Behind registers inside of nodes.
  mutating func begin(_ nodes: [Node], behind inner: Int) {
    passed = inner + 1
    for node in nodes where node.path.count > passed { put(node, at: model.time(node.path[passed])) }
  }

  /// Behind registers and memories.
  mutating func begin(memories nodes: [Node]) {
    for node in nodes {
      if case .memory = node.operation { arrivals[node.makes[0]] = model.memory }
    }
    longest = arrivals.values.max() ?? 0
  }

  mutating func add(_ node: Node) {
    if passed > 0 { finish() }
    let time = (node.reads.map { arrivals[$0] ?? 0 }.max() ?? 0) + model.time(node.path[0])
    if node.path.count > 1 { return put(node, at: time) }
    longest = max(longest, time)
    if !node.operation.isClocked { for signal in node.makes { arrivals[signal] = time } }
  }

  mutating func pass(_ boundary: DatapathGraph.Boundary) {
    guard let inner = boundary.inner else { return finish() }
    passed = inner + 1
    for index in open.indices where open[index].node.path.count > passed {
      open[index].time += model.time(open[index].node.path[passed])
      longest = max(longest, open[index].time)
    }
  }

  /// The nodes' last pieces, those that no boundary stands between included.
  mutating func finish() {
    for (node, time) in open {
      let whole = node.path.dropFirst(passed + 1).reduce(time) { $0 + model.time($1) }
      longest = max(longest, whole)
      for signal in node.makes { arrivals[signal] = whole }
    }
    open = []
    passed = 0
  }

  private mutating func put(_ node: Node, at time: Double) {
    open.append((node, time))
    longest = max(longest, time)
  }
}
