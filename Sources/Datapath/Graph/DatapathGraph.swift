import Arithmetic

/// A node of a graph: an operation with what it reads and makes, `extent` times side by side.
package struct Node: Sendable {
  package var operation: Operation
  package var extent: Extent
  package var reads: [Signal]
  package var makes: [Signal]
  /// Where registers stand inside it: bit i for the boundary behind piece i of its path.
  package var cuts = 0

  package init(operation: Operation, extent: Extent, reads: [Signal], makes: [Signal]) {
    self.operation = operation
    self.extent = extent
    self.reads = reads
    self.makes = makes
  }

  /// Clock edges from what it reads to what it makes, a memory's or an accumulator's own register included.
  package var latency: Int { cuts.nonzeroBitCount + (operation.isClocked ? 1 : 0) }
}

/// A compute stage, or a stand-alone operator, as a graph of nodes between registers: typed, without a back end's text. Back ends only read it.
///
/// Nodes stand in an order in which what one reads is made before it. Between them stand boundaries; a pass decides which
/// of them hold registers (`placed`), and the signals that a boundary keeps follow from who reads them behind it.
/// For example a lane of a table of one function, or the sum of two streams:
///
///     memory                      | (its own register)
///     (join) | align, align | scale, scale | add | encode |
package struct DatapathGraph: Sendable {
  /// A place where registers may stand.
  package struct Boundary: Sendable, Hashable {
    /// Whether a pass may take it away or put it here: not so where a node has its own register.
    package var isFixed: Bool
    package var isCut: Bool
    /// What happens behind it, for comments.
    package var remark: String
    /// Of one inside the nodes that stand in front of it, its number in their paths.
    package var inner: Int?
  }

  package enum Element: Sendable {
    case node(Node)
    case boundary(Boundary)
  }

  /// How words enter.
  package enum Entry: Sendable, Hashable {
    /// One stream.
    case word
    /// Two streams that wait for each other, each with a register.
    case pair
    /// The operands of an operator, which has an enable and no streams; its result shows without a register.
    case operands
  }

  package let entry: Entry
  /// What enters: one signal a stream.
  package let inputs: [Signal]
  package internal(set) var elements: [Element] = []
  /// What leaves.
  package private(set) var output: Signal
  /// Clock edges between the first and the last part of a result's word, where it leaves in parts.
  package private(set) var extraLatency = 0

  /// A graph without nodes, whose input is its output.
  package init(_ entry: Entry, inputs: [Signal], remark: String) {
    self.entry = entry
    self.inputs = inputs
    output = inputs[0]
    elements = [.boundary(Boundary(isFixed: true, isCut: false, remark: remark))]
  }
}

extension DatapathGraph {
  /// The signals that a new node makes.
  @discardableResult package mutating func add(
    _ operation: Operation, _ extent: Extent = .single, reads: [Signal], makes: [Signal]
  ) -> [Signal] {
    elements.append(.node(Node(operation: operation, extent: extent, reads: reads, makes: makes)))
    if case .accumulate(let sums) = operation { extraLatency += sums.beats - 1 }
    return makes
  }

  /// The same of a node that makes one signal of its own extent.
  package mutating func add(_ operation: Operation, reads: [Signal], _ signal: Signal) -> Signal {
    add(operation, signal.extent, reads: reads, makes: [signal])
    return signal
  }

  /// Decodes each code to sign, significand and shift; their names start with `prefix`.
  package mutating func decode(_ codes: Signal, _ operand: DecodedOperand, _ prefix: String) -> [Signal] {
    let widths = [1, operand.shape.significandWidth, operand.shape.shiftWidth]
    let parts = zip(["sign", "significand", "shift"], widths).map { part, width in
      Signal("\(prefix)_\(part)", width: width, codes.extent)
    }
    return add(.decode(operand), codes.extent, reads: [codes], makes: parts)
  }

  /// A boundary with registers, unless a pass takes them away.
  package mutating func cut(_ remark: String, isFixed: Bool = false) {
    elements.append(.boundary(Boundary(isFixed: isFixed, isCut: true, remark: remark)))
  }

  /// A boundary without registers, unless a pass puts them there.
  package mutating func mayCut(_ remark: String = "") {
    elements.append(.boundary(Boundary(isFixed: false, isCut: false, remark: remark)))
  }

  /// Boundaries without registers inside the nodes since the last boundary, which are named: as many as the one with the most
  /// has.
  package mutating func mayCutInside(_ name: String) {
    let most = nodesBeforeEnd.map(\.path.count).max() ?? 1
    for inner in 0..<most - 1 {
      elements.append(
        .boundary(Boundary(isFixed: false, isCut: false, remark: "registers inside \(name)", inner: inner)))
    }
  }

  private var nodesBeforeEnd: [Node] {
    elements.reversed().prefix { if case .node = $0 { true } else { false } }
      .compactMap { if case .node(let node) = $0 { node } else { nil } }
  }

  /// Ends the graph.
  package mutating func leave(_ signal: Signal) { output = signal }

  /// The same graph with its registers and memories placed.
  package func placed(_ placement: Placement) -> DatapathGraph {
    var result = placed(placement.cuts.contains)
    for index in result.elements.indices {
      guard case .node(var node) = result.elements[index], case .memory(var memory) = node.operation else { continue }
      memory.slice = placement.slices[memory.role]
      node.operation = .memory(memory)
      result.elements[index] = .node(node)
    }
    return result
  }

  /// The same graph with registers at those of its free boundaries, counted from 0, for which `isCut` holds.
  package func placed(_ isCut: (Int) -> Bool) -> DatapathGraph {
    var result = self
    var free = 0
    for index in elements.indices {
      guard case .boundary(var boundary) = elements[index], !boundary.isFixed else { continue }
      boundary.isCut = isCut(free)
      free += 1
      result.elements[index] = .boundary(boundary)
    }
    return result
  }

  /// Free boundaries: those that a pass decides on.
  package var freeBoundaries: Int {
    elements.count { if case .boundary(let boundary) = $0 { !boundary.isFixed } else { false } }
  }
}

extension DatapathGraph {
  /// What happens between two clock edges.
  package struct Step: Sendable {
    package var remarks: [String]
    package var nodes: [Node]
    /// What registers behind it hold, in the order in which it was made; what clocked nodes make is not among it.
    package var kept: [Signal] = []

    /// Registers inside nodes, those that have a boundary there.
    fileprivate mutating func cut(_ places: PartialRangeFrom<Int>, at inner: Int) {
      for place in nodes[places].indices where inner < nodes[place].path.count - 1 {
        nodes[place].cuts |= 1 << inner
      }
    }
  }

  /// The steps between the boundaries that hold registers. The last one's register shows the result.
  package var steps: [Step] {
    var steps: [Step] = []
    // The step and the first node of those that inner boundaries cut.
    var open = (step: 0, node: 0)
    for (index, element) in elements.enumerated() {
      switch element {
      case .boundary(let boundary):
        if let inner = boundary.inner {
          guard boundary.isCut else { continue }
          steps[open.step].cut(open.node..., at: inner)
          steps.append(Step(remarks: [boundary.remark], nodes: []))
        } else {
          if boundary.isCut || steps.isEmpty { steps.append(Step(remarks: [], nodes: [])) }
          // What registers announce happens behind those that follow them at once.
          if boundary.isCut, index > 1, case .boundary(let before) = elements[index - 1], before.inner == nil {
            steps[steps.count - 1].remarks = steps[steps.count - 2].remarks
            steps[steps.count - 2].remarks = []
          }
          if !boundary.remark.isEmpty { steps[steps.count - 1].remarks.append(boundary.remark) }
          open = (steps.count - 1, steps[steps.count - 1].nodes.count)
        }
      case .node(let node):
        // Nodes behind an inner boundary are no longer in front of it.
        if steps.count - 1 > open.step { open = (steps.count - 1, 0) }
        steps[steps.count - 1].nodes.append(node)
      }
    }
    return kept(steps)
  }

  /// The same with what each boundary keeps: made at or before it, read behind it.
  private func kept(_ steps: [Step]) -> [Step] {
    var steps = steps
    var lastRead: [Signal: Int] = [:]
    // Signals and the step in which they are there, in this order.
    var made = inputs.map { (signal: $0, step: entry == .pair ? 1 : 0) }
    for (index, step) in steps.enumerated() {
      for node in step.nodes {
        for signal in node.reads { lastRead[signal] = index }
        made += node.makes.map { ($0, index + node.latency) }
      }
    }
    // What no clocked node shows leaves by a register behind the last step.
    lastRead[output] = steps.count
    made.sort { $0.step < $1.step }
    for index in steps.indices {
      steps[index].kept = made.filter { $0.step <= index && lastRead[$0.signal, default: -1] > index }.map(\.signal)
    }
    return steps
  }

  package var nodes: [Node] {
    elements.compactMap { if case .node(let node) = $0 { node } else { nil } }
  }

  /// Clock edges from the one that takes the last input word of a result to the one that shows the result; of an
  /// operator the registers between operands and result.
  package var latency: Int {
    let inside = nodes.reduce(0) { sum, node in
      if case .whole(let cell) = node.operation { sum + (cell.integer("CUTS")?.nonzeroBitCount ?? 0) } else { sum }
    }
    let registers = elements.count { if case .boundary(let boundary) = $0 { boundary.isCut } else { false } }
    return registers + extraLatency + inside + (entry == .operands ? 0 : 1)
  }
}
