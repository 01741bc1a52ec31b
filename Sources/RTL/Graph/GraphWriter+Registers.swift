import Arithmetic
import Datapath
import Verilog

extension GraphWriter {
  /// The registers of a node that writes those behind its step itself.
  func ownItems(_ node: Node, _ step: Int) -> [Item] {
    switch node.operation {
    case .accumulate(let sums): AccumulationText(writer: self, node: node, sums: sums, step: step).items
    case .collect(let beats): collectItems(node, beats, step)
    case .maximum(let cell, let words): maximumItems(node, cell, words)
    case .best(let cell, _): bestItems(node, cell, step)
    default: []
    }
  }

  /// The output word, put together from the codes of its beats.
  private func collectItems(_ node: Node, _ beats: Int, _ step: Int) -> [Item] {
    let codes = node.reads[0]
    let (now, all) = (codes.bits, node.makes[0].bits)
    let new = vector(codes, step)
    let isWhole = beats == 1 ? valid(step) : valid(step) && vector(node.reads[1], step)
    let word: Expression =
      beats == 1 ? new : .concat(new, Expression("m_data_q")[.integer(all - 1), .integer(now)])
    return [.net(Net(.reg, "m_data_q", top: .integer(all - 1))), .blank]
      + Step(
        control: counters(step, when: valid(step)) + [("m_valid_q", 1, isWhole)], data: [("m_data_q", all, word)],
        condition: valid(step)
      ).items(declared: ["m_valid_q", "m_data_q"])
  }

  /// The greatest of some words, lane by lane.
  private func maximumItems(_ node: Node, _ cell: CellUse, _ words: Int) -> [Item] {
    let (data, width) = (node.reads[0], node.makes[0].bits)
    let tap = Counter(name: "tap_q", count: words)
    let lanes = data.extent.count
    let offered: Expression = "s_axis_tvalid"
    let control = tap.register(when: offered)
    let declared: [Item] =
      control.map { Step.register($0.name, width: $0.width) }
      + [.net(Net(.reg, "m_data_q", top: .integer(width - 1)))]
    let body: [Item] = [
      .wire("code", width: data.width, lane("s_axis_tdata", lanes, "u", data.width)),
      .wire("previous", width: data.width, lane("m_data_q", lanes, "u", data.width)), .bit("greater"),
      .instance(cell.instance("u_compare", [("a", "code"), ("b", "previous"), ("greater", "greater")])),
      .assign(lane("best", lanes, "u", data.width), (Expression("is_first") || "greater").select("code", "previous")),
    ]
    let compare: [Item] =
      words == 1
      ? []
      : [.wire("best", width: width), .bit("is_first", tap.isFirst), .blank, loop("u", lanes, "g_lane", body), .blank]
    return declared + compare
      + Step(
        control: control + [("m_valid_q", 1, tap.isTrivial ? offered : offered && tap.isLast)],
        data: [("m_data_q", width, words == 1 ? "s_axis_tdata" : "best")], condition: offered
      ).items(declared: Set(control.map(\.name) + ["m_valid_q", "m_data_q"]))
  }

  /// The channel of the greatest code of a pixel so far.
  private func bestItems(_ node: Node, _ cell: CellUse, _ step: Int) -> [Item] {
    let (code, index) = (node.reads[0], node.reads[1])
    let greater = Expression.identifier("p\(step)_greater")
    let wins = Expression.identifier("p\(step)_wins")
    let control = Step(control: [("m_valid_q", 1, valid(step) && vector(node.reads[3], step))])
    let data = Step(
      data: [("m_code_q", code.width, vector(code, step)), ("m_data_q", index.width, vector(index, step))],
      condition: valid(step) && wins)
    return [
      .net(Net(.reg, "m_code_q", top: .integer(code.width - 1))),
      .net(Net(.reg, "m_data_q", top: .integer(index.width - 1))),
      .bit("p\(step)_greater"), .bit("p\(step)_wins", vector(node.reads[2], step) || greater),
      .instance(
        cell.instance("u_compare", [("a", vector(code, step)), ("b", "m_code_q"), ("greater", greater)])),
      .blank,
    ] + control.items(declared: ["m_valid_q"]) + data.items(declared: ["m_code_q", "m_data_q"])
  }

  // MARK: Memories

  /// The memories that a step reads, one a copy of the node.
  func memoryItems(_ memory: MemoryRead, _ node: Node, _ step: Int) -> [Item] {
    let target = node.makes[0]
    let data = vector(target, step + 1)
    let wire: [Item] =
      step + 1 == steps.count ? [] : [.wire("p\(step + 1)_\(target.name)", width: target.bits)]
    func instance(_ role: String, _ file: String, _ index: Expression) -> [Item] {
      let address = address(memory, node, step, index)
      let slices = memory.slices
      return slices.enumerated().flatMap { place, range in
        let isWhole = slices.count == 1
        let low = .integer(memory.width) * index + .integer(range.lowerBound)
        let element =
          node.extent == .single
          ? (isWhole ? data : data[.integer(range.upperBound - 1), .integer(range.lowerBound)])
          : isWhole
            ? lane(data, node.extent.count, index, memory.width)
            : data[from: low, width: .integer(range.count)]
        return chained(memory, place) + [
          .memory(
            isWhole ? role : "\(role)_slice\(place)", file: isWhole ? file : MemoryImage.slice(place, of: file), memory,
            width: range.count, address: address, element, chain: chain(memory, place))
        ]
      }
    }
    let role = "u_\(memory.role)"
    guard node.extent != .single else { return wire + instance(role, memory.file(name), 0) }
    guard memory.differ else {
      return wire + [loop("u", node.extent.count, "g_\(memory.role)", instance(role, memory.file(name), "u"))]
    }
    return wire
      + (0..<node.extent.count).flatMap { instance("\(role)_\($0)", memory.file(name, lane: $0), .integer($0)) }
  }

  /// The net behind a memory that can be loaded.
  private func chained(_ memory: MemoryRead, _ slice: Int) -> [Item] {
    memory.isLoadable ? [.wire("load_\(memory.role(slice: slice))", width: MemoryRead.busWidth)] : []
  }

  /// The ports that such a memory has besides.
  private func chain(_ memory: MemoryRead, _ slice: Int) -> [(String, Expression?)] {
    let nets = loadNets
    guard memory.isLoadable, let place = nets.firstIndex(of: "load_\(memory.role(slice: slice))") else { return [] }
    let before = place == 0 ? "load_in" : nets[place - 1]
    return [("aresetn", "aresetn"), ("load_in", .identifier(before)), ("load_out", .identifier(nets[place]))]
  }

  private func address(_ memory: MemoryRead, _ node: Node, _ step: Int, _ index: Expression) -> Expression {
    if let counter = memory.counter { return counter.value }
    let parts = node.reads.map { signal in
      signal.extent == .single
        ? vector(signal, step) : lane(vector(signal, step), signal.extent.count, index, signal.width)
    }
    return parts.isEmpty ? .zeros(1) : parts.count == 1 ? parts[0] : .concatenation(parts)
  }
}

extension MemoryRead {
  /// What a part of it holds.
  func role(slice: Int) -> String { slices.count == 1 ? role : "\(role)_slice\(slice)" }

  /// The file of its content: of a lane where each has its own.
  func file(_ name: String, lane: Int? = nil) -> String {
    "\(name)_\(role)" + (lane.map { "_\($0)" } ?? "") + ".mem"
  }
}

extension Item {
  /// A memory that reads `address` whenever the pipeline advances.
  fileprivate static func memory(
    _ role: String, file: String, _ memory: MemoryRead, width: Int, address: Expression, _ data: Expression,
    chain: [(String, Expression?)]
  ) -> Item {
    .instance(
      Instance(
        memory.cell.module, role,
        parameters: [
          ("WIDTH", .integer(width)), ("DEPTH", .integer(memory.words)),
          ("ADDRESS_WIDTH", .integer(memory.addressWidth)),
          ("FILE", .concat("MEMORY_FOLDER", .string(file))),
        ],
        ports: [("aclk", "aclk"), ("enable", "advance"), ("address", address), ("data", data)] + chain))
  }
}
