import Arithmetic
import Datapath
import Support
import Verilog

extension PairSum {
  func hardware(_ name: String) -> StageHardware {
    let encoder = rounding.encoder(inputWidth: totalWidth, after: affine)
    let module = Module(
      name: name, header: header(name),
      ports: StreamModule.ports(
        inputWidths: inputs.map { lanes * $0.width }, outputWidth: lanes * rounding.format.width),
      items: pair.joinItems + pair.alignItems + scaleItems + totalItems
        + pair.outputItems(step: latency, encoder, totalWidth: totalWidth, codeWidth: rounding.format.width))
    return StageHardware(module, cells: pair.cells + [encoder])
  }

  private func header(_ name: String) -> [String] {
    return [
      "\(name) -- the sum of two streams, element by element.", "",
      "t   = \(affine.multipliers[0]) * x0 + \(affine.multipliers[1]) * x1 + \(affine.offsets[0]), exact, "
        + "in units of 2^\(lsb)",
      rounding.text(after: affine),
      "", "\(lanes) lanes of \(inputs[0]) and \(inputs[1]) to \(rounding.format).",
      "A word a cycle from each side, which wait for each other. Latency \(latency) cycles.",
    ]
  }

  // MARK: Widths

  private var pair: PairedInputs { PairedInputs(lanes: lanes, formats: inputs) }
  private func shape(_ i: Int) -> OperandShape { inputs[i].number.operandShape }
  /// Zeros below input i in units of the common lowest bit.
  private func shift(_ i: Int) -> Int { shape(i).lsb - lsb }
  private func scaledWidth(_ i: Int) -> Int { shape(i).integerWidth + affine.multiplierWidth }
  private var totalWidth: Int {
    max(scaledWidth(0) + shift(0), scaledWidth(1) + shift(1), affine.offsetWidth) + 2
  }

  // MARK: Steps

  private var scaleItems: [Item] {
    var items: [Item] = [.comment("3: scale, exactly.")]
    for i in 0...1 {
      let width = scaledWidth(i)
      let from = shape(i).integerWidth
      let integer = lane(.identifier("p2_integers\(i)_q"), lanes, "u", from)
      func signed(_ name: String, _ value: Expression) -> Item {
        .net(Net(.wire, name, top: .integer(width - 1), value: value, signed: true))
      }
      items += [
        .wire("p2_scaled\(i)", width: lanes * width),
        loop(
          "u", lanes, "g_scale\(i)",
          [
            .wire("value", width: from, integer), signedWire("x", width, "value", from),
            signed("m", .pattern(Int128(affine.multipliers[i]), width: width)), signed("scaled", Expression("m") * "x"),
            .assign(lane(.identifier("p2_scaled\(i)"), lanes, "u", width), "scaled"),
          ]), .blank,
      ]
    }
    let data = [0, 1].map { i in
      (name: "p3_scaled\(i)_q", width: lanes * scaledWidth(i), next: Expression.identifier("p2_scaled\(i)"))
    }
    return items + Step(control: [("p3_valid_q", 1, "p2_valid_q")], data: data).items + [.blank]
  }

  private var totalItems: [Item] {
    let terms = [0, 1].map { i in
      Item.wire("scaled\(i)", width: scaledWidth(i), lane(.identifier("p3_scaled\(i)_q"), lanes, "u", scaledWidth(i)))
    }
    let total =
      widened(0) + widened(1)
      + Expression.pattern(Int128(affine.offsets[0]), width: totalWidth)
    return [
      .comment("4: add."), .wire("p3_totals", width: lanes * totalWidth),
      loop("u", lanes, "g_total", terms + [.assign(lane("p3_totals", lanes, "u", totalWidth), total)]), .blank,
    ]
      + Step(
        control: [("p4_valid_q", 1, "p3_valid_q")], data: [("p4_totals_q", lanes * totalWidth, "p3_totals")]
      ).items + [.blank]
  }

  /// `scaled<i>` in the common unit, `totalWidth` bits.
  private func widened(_ i: Int) -> Expression {
    let width = scaledWidth(i)
    let wide = signExtended(.identifier("scaled\(i)"), from: width, to: totalWidth - shift(i))
    return shift(i) == 0 ? wide : .concat(wide, .zeros(shift(i)))
  }
}
