import Arithmetic

/// Sums over words in segments, where a carry through all of a sum would take longer than a period.
extension DatapathGraph {
  /// In how many segments sums over words can be added up: each has room for its carries. 1 where there are none, or where they
  /// are rounded.
  package var mostSegments: Int { exactSums.map { max(1, $0.sums.width / (2 * $0.sums.carryWidth)) } ?? 1 }

  /// The same graph with sums over words in so many segments, of `mostSegments` at most, or somewhat fewer: terms become segments in
  /// front of the tree or of the accumulator, complete sums integers again behind its registers.
  package func segmented(into count: Int) -> DatapathGraph {
    guard count > 1, let (place, exact, tree) = exactSums, case .node(var accumulator) = elements[place] else {
      return self
    }
    var sums = exact
    sums.segments = count
    // The highest one has what the others leave, and takes the carries of the one below.
    while sums.segments > 1, sums.width - (sums.segments - 1) * sums.segment < sums.carryWidth { sums.segments -= 1 }
    guard sums.segments > 1 else { return self }
    let held = sums.heldWidth
    var result = self
    var terms = accumulator.reads[0]
    let now = accumulator.makes[0]
    let segments = Signal("segments", width: held, now.extent)
    if let tree, case .node(var node) = elements[tree], case .tree(let cell) = node.operation {
      accumulator.reads[0] = Signal("tree_segments", width: held, node.makes[0].extent)
      terms = node.reads[0]
      node.reads[0] = Signal("term_segments", width: held, terms.extent)
      node.makes[0] = accumulator.reads[0]
      node.operation = .tree(cell.segmented(sums))
      result.elements[tree] = .node(node)
    } else {
      accumulator.reads[0] = Signal("term_segments", width: held, terms.extent)
    }
    accumulator.operation = .accumulate(sums)
    accumulator.makes[0] = segments
    result.elements[place] = .node(accumulator)

    var tail = DatapathGraph(.word, inputs: [segments], remark: "")
    tail.add(.resolve(sums), now.extent, reads: [segments], makes: [now])
    tail.mayCutInside("the sum of the segments")
    tail.mayCut()
    let behind = elements[place...].firstIndex { element in
      if case .boundary(let boundary) = element { !boundary.isFixed } else { false }
    }
    result.elements.insert(contentsOf: tail.elements.dropFirst(), at: (behind ?? elements.count - 1) + 1)
    let spread = Node(
      operation: .segments(sums), extent: terms.extent, reads: [terms],
      makes: [Signal("term_segments", width: held, terms.extent)])
    result.elements.insert(.node(spread), at: tree ?? place)
    return result
  }

  /// Where sums over words are added up exactly, and how; and where the tree in front of them stands.
  private var exactSums: (place: Int, sums: Accumulation, tree: Int?)? {
    var tree: (place: Int, terms: Int)?
    for (place, element) in elements.enumerated() {
      guard case .node(let node) = element else { continue }
      if case .tree = node.operation { tree = (place, node.reads[0].extent.count / node.extent.count) }
      if case .accumulate(var sums) = node.operation, sums.adder == nil, sums.words > 1 {
        sums.addends = sums.words * (tree?.terms ?? 1)
        return (place, sums, tree?.place)
      }
    }
    return nil
  }
}

extension CellUse {
  /// An adder tree of sums in segments.
  fileprivate func segmented(_ sums: Accumulation) -> CellUse {
    var result = self
    result.parameters.removeAll { $0.name == "WIDTH" }
    result.path = path.map { _ in [.carry(sums.widest)] }
    return result.with([
      ("WIDTH", .integer(sums.heldWidth)), ("SEGMENT", .integer(sums.segment + sums.carryWidth)),
    ])
  }
}
