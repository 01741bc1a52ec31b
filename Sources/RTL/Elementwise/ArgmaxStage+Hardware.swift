import Arithmetic
import Datapath
import Verilog

extension ArgmaxStage {
  func hardware(_ name: String) -> StageHardware {
    let cell = format.number.compareCell()
    let module = Module(
      name: name,
      header: [
        "\(name) -- the index of the greatest of \(channels) channels, the lowest of equals.", "",
        "\(lanes) lanes of \(format). Takes a word a cycle; latency 2 cycles from a pixel's last word.",
      ],
      ports: StreamModule.ports(inputWidths: [lanes * format.width], outputWidth: indexWidth),
      items: StreamModule.enable + wordItems(cell) + bestItems(cell))
    return StageHardware(module, cells: slices * lanes == 1 ? [] : [cell])
  }

  private var slice: Counter { Counter(name: "slice_q", count: slices) }

  /// Step 1: the winner of a word.
  private func wordItems(_ cell: CellUse) -> [Item] {
    let width = format.width
    let valid: Expression = "s_axis_tvalid"
    var items: [Item] = [
      .comment("1: the greatest lane of the word."),
      .wire("code_0", width: width, lane("s_axis_tdata", lanes, 0, width)),
      .wire("index_0", width: indexWidth, .zeros(indexWidth)),
    ]
    for index in 1..<max(1, lanes) {
      let greater = Expression.identifier("greater_\(index)")
      let element = Expression("s_axis_tdata")[from: .integer(index * width), width: .integer(width)]
      items += [
        .bit("greater_\(index)"),
        .wire("code_\(index)", width: width, greater.select(element, .identifier("code_\(index - 1)"))),
        .wire(
          "index_\(index)", width: indexWidth,
          greater.select(.literal(index, width: indexWidth), .identifier("index_\(index - 1)"))),
        .instance(
          cell.instance(
            "u_compare_\(index)", [("a", element), ("b", .identifier("code_\(index - 1)")), ("greater", greater)])),
      ]
    }
    let winner = Expression.identifier("index_\(lanes - 1)")
    let index: Expression = slice.isTrivial ? winner : Expression("base_q") + winner
    var step = Step(
      control: slice.register(when: valid) + [("p1_valid_q", 1, valid)],
      data: [("p1_code_q", width, .identifier("code_\(lanes - 1)")), ("p1_index_q", indexWidth, index)])
    if !slice.isTrivial {
      let base: Expression = "base_q"
      let next = slice.isLast.select(.zeros(indexWidth), base + .literal(lanes, width: indexWidth))
      step.control.append(("base_q", indexWidth, valid.select(next, base)))
      step.data += [("p1_first_q", 1, slice.isFirst), ("p1_last_q", 1, slice.isLast)]
    }
    let registers = step.control + step.data
    let declared = registers.map { register in
      register.name.contains("index") || register.name.contains("base") || register.name.contains("code")
        ? Item.reg(register.name, width: register.width) : Step.register(register.name, width: register.width)
    }
    return declared + [.blank] + items + [.blank] + step.items(declared: Set(registers.map(\.name))) + [.blank]
  }

  /// Step 2: the winner so far.
  private func bestItems(_ cell: CellUse) -> [Item] {
    let width = format.width
    let output: [Item] = [.blank, .assign("m_axis_tvalid", "m_valid_q"), .assign("m_axis_tdata", "m_index_q")]
    guard !slice.isTrivial else {
      let step = Step(control: [("m_valid_q", 1, "p1_valid_q")], data: [("m_index_q", indexWidth, "p1_index_q")])
      return [.net(Net(.reg, "m_index_q", top: .integer(indexWidth - 1)))]
        + step.items(declared: ["m_valid_q", "m_index_q"]) + [unused(["p1_code_q"])] + output
    }
    let wins: Expression = "p1_wins"
    let step = Step(control: [("m_valid_q", 1, Expression("p1_valid_q") && "p1_last_q")])
    let data = Step(
      data: [("m_code_q", width, "p1_code_q"), ("m_index_q", indexWidth, "p1_index_q")],
      condition: Expression("p1_valid_q") && wins)
    return [
      .comment("2: the greatest so far."), .reg("m_code_q", width: width), .reg("m_index_q", width: indexWidth),
      .bit("p1_greater"), .bit("p1_wins", Expression("p1_first_q") || "p1_greater"),
      .instance(cell.instance("u_compare", [("a", "p1_code_q"), ("b", "m_code_q"), ("greater", "p1_greater")])),
      .blank,
    ] + step.items(declared: ["m_valid_q"]) + data.items(declared: ["m_code_q", "m_index_q"]) + output
  }
}
