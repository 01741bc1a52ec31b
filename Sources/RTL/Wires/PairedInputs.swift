import Arithmetic
import Datapath
import Verilog

/// What stages share that take two streams element by element. The first two steps: both wait for each other, and their
/// codes become integers in units of their formats' lowest bits. And the last one, which rounds.
struct PairedInputs {
  var lanes: Int
  /// The formats of the two streams.
  var formats: [Format]

  func shape(_ i: Int) -> OperandShape { formats[i].number.operandShape }

  /// The cells of the decoders.
  var cells: [CellUse] {
    formats.flatMap { DecodedOperand(format: $0).cells + [$0.number.operandShape.alignCell()] }
  }

  private func wires(_ format: Format, _ prefix: String) -> OperandWires {
    OperandWires(prefix: prefix, lanes: lanes, operand: DecodedOperand(format: format))
  }

  /// Step 1, and `advance`.
  var joinItems: [Item] {
    var items: [Item] = [
      .comment("1: a register for each side; both move on together."), .flag("m_valid_q"),
      .bit("advance", !Expression("m_valid_q") || "m_axis_tready"),
    ]
    for i in 0...1 {
      items += [.flag("p1_valid\(i)_q"), .net(Net(.reg, "p1_data\(i)_q", top: .integer(lanes * formats[i].width - 1)))]
    }
    items += [
      .bit("p1_valid", Expression("p1_valid0_q") && "p1_valid1_q"),
      .bit("both_move", Expression("p1_valid") && "advance"),
      .blank,
    ]
    return items + [0, 1].flatMap(sideItems) + [.blank]
  }

  private func sideItems(_ i: Int) -> [Item] {
    let valid = Expression.identifier("p1_valid\(i)_q")
    let ready = Expression.identifier("s\(i)_axis_tready")
    let offered = Expression.identifier("s\(i)_axis_tvalid")
    let take = Statement.branch(ready, [.nonblocking(valid, offered)], [])
    return [
      .assign(ready, !valid || "both_move"),
      .clocked("aclk", [.branch(!"aresetn", [.nonblocking(valid, .bit(false))], [take])]),
      .clocked(
        "aclk",
        [
          .branch(
            ready,
            [.nonblocking(.identifier("p1_data\(i)_q"), .identifier("s\(i)_axis_tdata"))], [])
        ]),
    ]
  }

  /// Step 2: `p2_integers<i>_q`, two's complement, and `p2_valid_q`.
  var alignItems: [Item] {
    var items: [Item] = [.comment("2: decode to integers."), .genvar(["u"])]
    for i in 0...1 {
      let operand = wires(formats[i], "p1_x\(i)")
      let width = shape(i).integerWidth
      let align = shape(i).alignCell().instance(
        "u_align", operand.plainPorts("u") + [("value", lane(.identifier("p1_integers\(i)"), lanes, "u", width))])
      let body = operand.items(code: lane(.identifier("p1_data\(i)_q"), lanes, "u", formats[i].width), "u")
      items += operand.declarations + [.wire("p1_integers\(i)", width: lanes * width)]
      items += [loop("u", lanes, "g_decode\(i)", body + [.instance(align)]), .blank]
    }
    let data = [0, 1].map { i in
      (name: "p2_integers\(i)_q", width: lanes * shape(i).integerWidth, next: Expression.identifier("p1_integers\(i)"))
    }
    return items + Step(control: [("p2_valid_q", 1, "p1_valid")], data: data).items + [.blank]
  }

  /// The last step: rounds and clamps `p<step - 1>_totals_q` to the output word.
  func outputItems(step: Int, _ encoder: CellUse, totalWidth: Int, codeWidth: Int) -> [Item] {
    let before = "p\(step - 1)"
    let codes = Expression.identifier("\(before)_codes")
    let encode = encoder.instance(
      "u_encode",
      [
        ("value", lane(.identifier("\(before)_totals_q"), lanes, "u", totalWidth)),
        ("code", lane(codes, lanes, "u", codeWidth)),
      ])
    return [
      .comment("\(step): round and clamp."), .wire("\(before)_codes", width: lanes * codeWidth),
      .net(Net(.reg, "m_data_q", top: .integer(lanes * codeWidth - 1))),
      loop("u", lanes, "g_encode", [.instance(encode)]), .blank,
    ]
      + Step(
        control: [("m_valid_q", 1, .identifier("\(before)_valid_q"))], data: [("m_data_q", lanes * codeWidth, codes)]
      ).items(declared: ["m_valid_q", "m_data_q"])
      + [.blank, .assign("m_axis_tvalid", "m_valid_q"), .assign("m_axis_tdata", "m_data_q")]
  }
}
