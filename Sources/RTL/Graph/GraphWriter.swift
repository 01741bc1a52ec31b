import Arithmetic
import Datapath
import Verilog

/// Writes the items of a module that is a graph: a compute stage, or an operator.
///
/// Registers behind step k, and what is made between them and those behind step k + 1, have names that start with
/// `p<k>_`; the last ones start with `m_`. Nodes of one extent in a step share a loop, and what only they read is a wire
/// inside it.
struct GraphWriter {
  let graph: DatapathGraph
  let steps: [DatapathGraph.Step]
  /// The module's name, with which the names of its memory files start.
  let name: String
  /// The step in which a signal is first there.
  private let made: [Signal: Int]
  /// What is made by counters alone, and needs no wire.
  private let inline: [Signal: Expression]

  init(_ graph: DatapathGraph, name: String) {
    self.graph = graph
    self.name = name
    steps = graph.steps
    var made = Dictionary(graph.inputs.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
    var inline: [Signal: Expression] = [:]
    for (index, step) in steps.enumerated() {
      for node in step.nodes {
        for signal in node.makes { made[signal] = index + node.latency }
        inline.merge(node.counted(in: index)) { first, _ in first }
      }
    }
    self.made = made
    self.inline = inline
  }

  /// The whole body; `genvar` comes before the first loop.
  var items: [Item] {
    let entry = graph.entry == .word ? StreamModule.enable : []
    let body = steps.indices.flatMap(items)
    let variables = Set(steps.flatMap(\.nodes).flatMap(\.loopVariables))
    guard let first = body.firstIndex(where: { if case .generate = $0 { true } else { false } }) else {
      return entry + body + output + loadOutput
    }
    // Above the wires that the loop drives.
    var place = first
    while place > 0, case .net = body[place - 1] { place -= 1 }
    return entry + body[..<place] + [.genvar(variables.sorted(by: >))] + body[place...] + output + loadOutput
  }

  /// What leaves.
  private var output: [Item] {
    switch graph.entry {
    case .operands:
      (needsClock ? [] : [unused(["aclk", "enable"])])
        + [.assign("result", vector(graph.output, steps.count - 1))]
    case .word, .pair:
      [.assign("m_axis_tvalid", "m_valid_q")] + (showsRegister ? [.assign("m_axis_tdata", "m_data_q")] : [])
    }
  }

  /// The chain of loads behind its last memory.
  private var loadOutput: [Item] {
    loadNets.last.map { [.assign("load_out", .identifier($0))] } ?? []
  }

  /// The nets behind the memories that can be loaded, in the chain's order.
  var loadNets: [String] {
    steps.flatMap(\.nodes).flatMap { node -> [String] in
      guard case .memory(let memory) = node.operation, memory.isLoadable else { return [] }
      return memory.slices.indices.map { "load_\(memory.role(slice: $0))" }
    }
  }

  /// Whether an operator has registers, or a cell that may have some.
  private var needsClock: Bool {
    steps.count > 1 || graph.cells.contains { $0.contract.hasClock }
  }

  /// Whether the word that leaves stands in a register, not in a memory's.
  private var showsRegister: Bool {
    !steps.contains { step in
      step.nodes.contains { node in
        if case .memory = node.operation { node.makes == [graph.output] } else { false }
      }
    }
  }

  // MARK: Names

  /// The last step's register has no number.
  func prefix(_ step: Int) -> String { step == steps.count ? "m" : "p\(step)" }

  /// Whether there is a word in a step.
  func valid(_ step: Int) -> Expression {
    if step == 0 { return "s_axis_tvalid" }
    return .identifier(graph.entry == .pair && step == 1 ? "p1_valid" : "\(prefix(step))_valid_q")
  }

  /// The register that carries a signal behind a boundary.
  func register(_ signal: Signal, _ step: Int) -> String {
    step == steps.count ? "m_data_q" : "p\(step)_\(signal.name)_q"
  }

  /// The step in which a signal is first there.
  func stepMaking(_ signal: Signal) -> Int { made[signal] ?? 0 }

  /// What registers wait for.
  var enable: Expression { graph.entry == .operands ? "enable" : "advance" }

  /// All elements of a signal, as a step sees them.
  func vector(_ signal: Signal, _ step: Int) -> Expression {
    let isMade = made[signal] == step
    if isMade, let counted = inline[signal] { return counted }
    if step == 0, graph.inputs.contains(signal) {
      return graph.entry == .operands ? .identifier(signal.name) : "s_axis_tdata"
    }
    if isMade, step == steps.count, graph.entry != .operands { return showsRegister ? "m_data_q" : "m_axis_tdata" }
    return .identifier(isMade ? "p\(step)_\(signal.name)" : register(signal, step))
  }

  // MARK: Steps

  private func items(_ step: Int) -> [Item] {
    let nodes = steps[step].nodes
    var items: [Item] = [.comment("\(step + 1): \(remark(step)).")]
    items += totals(step).map { Step.register($0.name, width: $0.width) }
    items += groups(nodes).enumerated().flatMap { GroupText(writer: self, step: step, place: $0, nodes: $1).items }
    if let clocked = nodes.first(where: { $0.hasOwnRegisters }) {
      items += ownItems(clocked, step)
    } else {
      items += boundaryItems(step)
    }
    let memories = nodes.flatMap { node -> [Item] in
      if case .memory(let memory) = node.operation { return memoryItems(memory, node, step) }
      return []
    }
    return items + (memories.isEmpty ? [] : [.blank] + memories) + [.blank]
  }

  private func remark(_ step: Int) -> String {
    let remarks = steps[step].remarks
    if !remarks.isEmpty { return remarks.joined(separator: "; ") }
    return steps[step].nodes.last.map { "behind registers: \($0.operation.label)" }
      ?? "registers, so that paths are short"
  }

  /// Nodes of one extent that stand together, without those that have no text of their own.
  private func groups(_ nodes: [Node]) -> [[Node]] {
    nodes.filter { !$0.operation.isClocked && $0.counted(in: 0).isEmpty }.reduce(into: []) { groups, node in
      if let last = groups.last?.last, last.extent == node.extent {
        groups[groups.count - 1].append(node)
      } else {
        groups.append([node])
      }
    }
  }

  /// The name of a group's loop: with a number where one before it has the same.
  func label(of group: GroupText) -> String {
    let name = group.nodes.last?.operation.label ?? ""
    let before = steps.indices.prefix(group.step + 1).flatMap { step in
      groups(steps[step].nodes).enumerated().filter { step < group.step || $0.offset < group.place }.map(\.element)
    }
    let same = before.count { $0.last?.operation.label == name }
    return same == 0 ? name : "\(name)_\(same)"
  }

  /// Counters that nodes of their own step read.
  private func totals(_ step: Int) -> [(name: String, width: Int, next: Expression)] {
    steps[step].nodes.flatMap { node -> [(name: String, width: Int, next: Expression)] in
      guard case .total = node.operation else { return [] }
      return node.counter(in: step)?.register(when: valid(step)) ?? []
    }
  }

  /// The registers behind a step, and its counters.
  private func boundaryItems(_ step: Int) -> [Item] {
    let next = step + 1
    let kept = steps[step].kept
    switch graph.entry {
    case .pair where step == 0: return pairItems
    case .operands:
      let data = kept.map { (name: register($0, next), width: $0.bits, next: vector($0, step)) }
      return next == steps.count ? [] : Step(enable: "enable", data: data).items
    case .word, .pair: break
    }
    func registers(_ signals: [Signal]) -> [(name: String, width: Int, next: Expression)] {
      signals.map { (register($0, next), $0.bits, vector($0, step)) }
    }
    let registers = Step(
      control: counters(step, when: valid(step)) + [("\(prefix(next))_valid_q", 1, valid(step))]
        + registers(kept.filter(\.isControl)),
      data: registers(kept.filter { !$0.isControl }))
    let known = Set(totals(step).map(\.name))
    guard next == steps.count else { return registers.items(declared: known) }
    let all = registers.control.dropLast().filter { !known.contains($0.name) }.map {
      Step.register($0.name, width: $0.width)
    }
    let word: [Item] = kept.isEmpty ? [] : [.net(Net(.reg, "m_data_q", top: .integer(graph.output.bits - 1)))]
    return all + word + [.blank] + registers.items(declared: Set(registers.control.map(\.name) + ["m_data_q"]))
  }

  /// The counters of a step, which move on when `condition` holds.
  func counters(_ step: Int, when condition: Expression) -> [(name: String, width: Int, next: Expression)] {
    steps[step].nodes.flatMap { node in node.counter(in: step)?.register(when: condition) ?? [] }
  }
}

extension Node {
  /// The counter that it keeps.
  func counter(in step: Int) -> Counter? {
    switch operation {
    case .sequence(let words): Counter(name: "p\(step)_slice_q", count: words)
    case .total(let stride, let words): Counter(name: "\(makes[0].name)_q", count: words, stride: stride)
    case .memory(let memory): memory.counter
    default: nil
    }
  }

  /// The signals that are expressions of its counter.
  func counted(in step: Int) -> [Signal: Expression] {
    switch operation {
    case .sequence: counter(in: step).map { [makes[0]: $0.isFirst, makes[1]: $0.isLast] } ?? [:]
    case .total: counter(in: step).map { [makes[0]: $0.value] } ?? [:]
    case .accumulate(let sums) where sums.beats > 1:
      [makes[1]: Counter(name: "p\(step + 1)_beat_q", count: sums.beats).isLast]
    default: [:]
    }
  }

  /// Whether it writes the registers behind its step itself.
  var hasOwnRegisters: Bool {
    switch operation {
    case .accumulate, .maximum, .best, .collect: true
    default: false
    }
  }

  /// The variables of its loops.
  fileprivate var loopVariables: [String] {
    if case .accumulate(let sums) = operation, sums.adder != nil { return ["u", "s"] }
    return switch extent {
    case .single: []
    case .lanes: ["s"]
    case .units: ["u"]
    case .products(_, let lanes): lanes == 1 ? ["u"] : ["u", "s"]
    }
  }
}

extension MemoryRead {
  /// The counter of a memory that is read in turn.
  var counter: Counter? {
    if case .inTurn(let register) = address { Counter(name: register, count: words) } else { nil }
  }
}
