import Arithmetic
import BigInt
import Datapath
import Support
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
    guard choosesLine else { return scaleItems(step: 4) + offsetItems(step: 5) }
    return lineItems + scaleItems(step: 5) + offsetItems(step: 6)
  }

  /// What the step before leaves: constants that are not shared come from memory, or from the choice of a line.
  private func scaleItems(step: Int) -> [Item] {
    let constants: Expression = choosesLine ? "factor" : "constants"
    let (now, next) = ("p\(step)", "p\(step + 1)")
    var scale: [Item] = []
    if !choosesLine {
      if constantWidth > 0 {
        scale.append(.wire("constants", width: constantWidth, lane("p4_constants", affineUnits, "u", constantWidth)))
      }
      scale += sumItems(lane("p4_now", affineUnits, "u", keptWidth))
    } else {
      scale.append(.wire("sum", width: accumulatorWidth, lane("p5_sums_q", affineUnits, "u", accumulatorWidth)))
      if sharedMultiplier == nil {
        scale.append(.wire("factor", width: multiplierWidth, lane("p5_factors_q", affineUnits, "u", multiplierWidth)))
      }
    }
    scale += [
      sharedMultiplier.map { signedConstant("m", scaledWidth, $0) }
        ?? signedWire("m", scaledWidth, constants, multiplierWidth),
      signedWire("acc", scaledWidth, "sum", accumulatorWidth),
      .net(Net(.wire, "scaled", top: top(scaledWidth), value: Expression("m") * "acc", signed: true)),
      .assign(lane(.identifier("\(now)_scaled"), affineUnits, "u", scaledWidth), "scaled"),
    ]
    if sharedOffset == nil, !choosesLine {
      scale.append(
        .assign(
          lane("p4_offsets", affineUnits, "u", offsetWidth),
          constantWidth == offsetWidth
            ? constants : constants[top(constantWidth), .integer(constantWidth - offsetWidth)]))
    }
    let scaledBits = affineUnits * scaledWidth
    let offsets: [(name: String, width: Int, next: Expression)] =
      sharedOffset == nil
      ? [
        (
          "\(next)_offsets_q", affineUnits * offsetWidth,
          .identifier(choosesLine ? "\(now)_offsets_q" : "\(now)_offsets")
        )
      ] : []
    return [.comment("\(step + 1): scale, exactly."), .wire("\(now)_scaled", width: scaledBits)]
      + (choosesLine ? [] : offsets.map { .wire("p4_offsets", width: $0.width) })
      + [loop("u", affineUnits, "g_scale", scale), .blank]
      + Step(
        control: [("\(next)_valid_q", 1, .identifier("\(now)_valid_q"))] + lastFlag(after: step),
        data: [("\(next)_scaled_q", scaledBits, .identifier("\(now)_scaled"))] + offsets
      ).items + [.blank]
  }

  private func offsetItems(step: Int) -> [Item] {
    let (now, next) = ("p\(step)", "p\(step + 1)")
    var add: [Item] = [
      .wire(
        "scaled", width: scaledWidth, lane(.identifier("\(now)_scaled_q"), affineUnits, "u", scaledWidth))
    ]
    let offset: Expression
    if let sharedOffset {
      offset = pattern(sharedOffset, width: totalWidth)
    } else {
      add.append(
        .wire(
          "offset", width: offsetWidth, lane(.identifier("\(now)_offsets_q"), affineUnits, "u", offsetWidth)))
      offset = signExtended("offset", from: offsetWidth, to: totalWidth)
    }
    add.append(
      .assign(
        lane(.identifier("\(now)_totals"), affineUnits, "u", totalWidth),
        signExtended("scaled", from: scaledWidth, to: totalWidth) + offset))
    return [
      .comment("\(step + 1): add the offset."), .wire("\(now)_totals", width: affineUnits * totalWidth),
      loop("u", affineUnits, "g_offset", add), .blank,
    ]
      + Step(
        control: [("\(next)_valid_q", 1, .identifier("\(now)_valid_q"))] + lastFlag(after: step),
        data: [("\(next)_totals_q", affineUnits * totalWidth, .identifier("\(now)_totals"))]
      ).items + [.blank]
  }

  /// The register that tells a result's last beat, a step after `step`.
  func lastFlag(after step: Int) -> [(name: String, width: Int, next: Expression)] {
    guard beats > 1 else { return [] }
    return [("p\(step + 1)_last_q", 1, step == 4 ? beat.isLast : .identifier("p\(step)_last_q"))]
  }

  /// The sum as an integer, which a code is decoded to.
  func sumItems(_ kept: Expression) -> [Item] {
    guard let rounded else { return [.wire("sum", width: accumulatorWidth, kept)] }
    let wires = OperandWires(prefix: "sum", lanes: 1, operand: DecodedOperand(format: Format(rounded.format)))
    return wires.declarations + wires.items(code: kept, 0) + [
      .wire("sum", width: accumulatorWidth),
      .instance(wires.shape.alignCell().instance("u_align", wires.plainPorts(0) + [("value", "sum")])),
    ]
  }
}

private func top(_ width: Int) -> Expression { .integer(width - 1) }

/// A signed wire of `width` bits that holds the low `from` bits of a vector, two's complement.
func signedWire(_ name: String, _ width: Int, _ vector: Expression, _ from: Int) -> Item {
  let top = Expression.integer(from - 1)
  let value = width == from ? vector[top, 0] : .concat(.repetition(.integer(width - from), vector[top]), vector[top, 0])
  return .net(Net(.wire, name, top: .integer(width - 1), value: value, signed: true))
}

/// The same of a number.
func signedConstant(_ name: String, _ width: Int, _ value: BigInt) -> Item {
  .net(Net(.wire, name, top: top(width), value: pattern(value, width: width), signed: true))
}

/// A number of any size as a literal of `width` bits, two's complement.
func pattern(_ value: BigInt, width: Int) -> Expression {
  if let short = Int128(exactly: value) { return .pattern(short, width: width) }
  var word = HexWord()
  word.append(value, bits: width)
  return .sized(width: width, radix: .hexadecimal, digits: word.text)
}
