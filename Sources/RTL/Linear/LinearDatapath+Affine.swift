import Arithmetic
import Datapath
import Verilog

extension LinearDatapath {
  /// Step 4 goes on: finished results wait for their turn, `affineUnits` a beat, while their constants are read.
  func turnItems(_ name: String) -> [Item] {
    let all = units * keptWidth
    let now = affineUnits * keptWidth
    let held: Expression = "p4_held_q"
    let due: Expression = "p3_due"
    var items: [Item] = []
    if beats == 1 {
      let step = Step(control: addressRegister(when: due) + [("p4_valid_q", 1, due)])
      items += step.items
      if slices.isTrivial {
        items += Step(data: [("p4_held_q", all, "p3_totals")]).items
        items += [.blank, .wire("p4_now", width: now, held)]
      } else {
        items += [.blank, .wire("p4_now", width: now, "p4_sums_q")]
      }
    } else {
      let more = Expression("p4_valid_q") && !beat.isLast
      items += [
        .comment("Finished results take turns: \(affineUnits) a beat, \(beats) beats."),
        Step.register(beat.name, width: beat.width), .flag("p4_valid_q"), .bit("p4_more", more),
        .bit("p4_moves", due || "p4_more"), .blank,
      ]
      let next = due.select(.zeros(beat.width), Expression("p4_more").select(beat.next, beat.value))
      let step = Step(
        control: addressRegister(when: "p4_moves") + [
          ("p4_valid_q", 1, "p4_moves"), (beat.name, beat.width, next),
        ])
      let rest = Expression.concat(.zeros(now), held[.integer(all - 1), .integer(now)])
      items += step.items(declared: ["p4_valid_q", beat.name]) + [.blank]
      items += Step(data: [("p4_held_q", all, due.select("p3_totals", rest))]).items
      items += [.blank, .wire("p4_now", width: now, held[.integer(now - 1), 0])]
    }
    guard constantWidth > 0 else { return items + [.blank] }
    return items + [
      .wire("p4_constants", width: affineWordWidth),
      rom("u_affine", file: affineFile(name), width: affineWordWidth, address: affineAddress, data: "p4_constants"),
      .blank,
    ]
  }

  private func addressRegister(when condition: Expression) -> [(name: String, width: Int, next: Expression)] {
    constantWidth > 0 ? affineAddress.register(when: condition) : []
  }

  /// Steps 5 and 6: from sums to integers of few bits more than a code has.
  var finishItems: [Item] { thresholds.map(countItems) ?? affineItems }

  /// `t = M * acc + B`.
  private var affineItems: [Item] {
    let constants: Expression = "constants"
    let factor =
      sharedMultiplier.map { factor in
        .net(Net(.wire, "m", top: top(scaledWidth), value: .pattern(Int128(factor), width: scaledWidth), signed: true))
      } ?? signedWire("m", scaledWidth, constants, multiplierWidth)
    var scale: [Item] = []
    if constantWidth > 0 {
      scale.append(.wire("constants", width: constantWidth, lane("p4_constants", affineUnits, "u", constantWidth)))
    }
    scale +=
      sumItems(lane("p4_now", affineUnits, "u", keptWidth)) + [
        factor,
        signedWire("acc", scaledWidth, "sum", accumulatorWidth),
        .net(Net(.wire, "scaled", top: top(scaledWidth), value: Expression("m") * "acc", signed: true)),
        .assign(lane("p4_scaled", affineUnits, "u", scaledWidth), "scaled"),
      ]
    var add: [Item] = [.wire("scaled", width: scaledWidth, lane("p5_scaled_q", affineUnits, "u", scaledWidth))]
    let offset: Expression
    if let sharedOffset {
      var word = HexWord()
      word.append(sharedOffset, bits: totalWidth)
      offset = .sized(width: totalWidth, radix: .hexadecimal, digits: word.text)
    } else {
      scale.append(
        .assign(
          lane("p4_offsets", affineUnits, "u", offsetWidth),
          constantWidth == offsetWidth
            ? constants : constants[top(constantWidth), .integer(constantWidth - offsetWidth)]))
      add.append(.wire("offset", width: offsetWidth, lane("p5_offsets_q", affineUnits, "u", offsetWidth)))
      offset = signExtended("offset", from: offsetWidth, to: totalWidth)
    }
    add.append(
      .assign(
        lane("p5_totals", affineUnits, "u", totalWidth),
        signExtended("scaled", from: scaledWidth, to: totalWidth) + offset))
    let scaledBits = affineUnits * scaledWidth
    let offsets: [(name: String, width: Int, next: Expression)] =
      sharedOffset == nil ? [("p5_offsets_q", affineUnits * offsetWidth, "p4_offsets")] : []
    return [.comment("5: scale, exactly."), .wire("p4_scaled", width: scaledBits)]
      + offsets.map { .wire("p4_offsets", width: $0.width) } + [loop("u", affineUnits, "g_scale", scale), .blank]
      + Step(
        control: [("p5_valid_q", 1, "p4_valid_q")] + lastFlag("p5", beats == 1 ? nil : beat.isLast),
        data: [("p5_scaled_q", scaledBits, "p4_scaled")] + offsets
      ).items
      + [
        .blank, .comment("6: add the offset."), .wire("p5_totals", width: affineUnits * totalWidth),
        loop("u", affineUnits, "g_offset", add), .blank,
      ]
      + Step(
        control: [("p6_valid_q", 1, "p5_valid_q")] + lastFlag("p6", beats == 1 ? nil : "p5_last_q"),
        data: [("p6_totals_q", affineUnits * totalWidth, "p5_totals")]
      ).items + [.blank]
  }

  /// The sum as an integer, which a code is decoded to.
  private func sumItems(_ kept: Expression) -> [Item] {
    guard let rounded else { return [.wire("sum", width: accumulatorWidth, kept)] }
    let wires = OperandWires(prefix: "sum", lanes: 1, operand: DecodedOperand(format: Format(rounded.format)))
    return wires.declarations + wires.items(code: kept, 0) + [
      .wire("sum", width: accumulatorWidth),
      .instance(wires.shape.alignCell().instance("u_align", wires.plainPorts(0) + [("value", "sum")])),
    ]
  }

  func lastFlag(_ step: String, _ value: Expression?) -> [(name: String, width: Int, next: Expression)] {
    value.map { [("\(step)_last_q", 1, $0)] } ?? []
  }
}

private func top(_ width: Int) -> Expression { .integer(width - 1) }

/// A signed wire of `width` bits that holds the low `from` bits of a vector, two's complement.
func signedWire(_ name: String, _ width: Int, _ vector: Expression, _ from: Int) -> Item {
  let top = Expression.integer(from - 1)
  let value = width == from ? vector[top, 0] : .concat(.repetition(.integer(width - from), vector[top]), vector[top, 0])
  return .net(Net(.wire, name, top: .integer(width - 1), value: value, signed: true))
}
