import Arithmetic
import BigInt
import Datapath
import Support
import Verilog

extension PairProduct {
  func hardware(_ name: String) -> StageHardware {
    let encoder = rounding.encoder(inputWidth: totalWidth, after: affine)
    let module = Module(
      name: name, header: header(name),
      ports: StreamModule.ports(
        inputWidths: inputs.map { lanes * $0.width }, outputWidth: lanes * rounding.format.width),
      items: pair.joinItems + pair.alignItems + productItems + scaleItems + totalItems
        + pair.outputItems(step: latency, encoder, totalWidth: totalWidth, codeWidth: rounding.format.width))
    return StageHardware(module, cells: pair.cells + [encoder])
  }

  private func header(_ name: String) -> [String] {
    return [
      "\(name) -- the product of two streams, element by element.", "",
      "t   = \(affine.multipliers[0]) * (x0 - \(zeros[0])) * (x1 - \(zeros[1])) + \(affine.offsets[0]), exact",
      rounding.text(after: affine),
      "", "\(lanes) lanes of \(inputs[0]) and \(inputs[1]) to \(rounding.format).",
      "A word a cycle from each side, which wait for each other. Latency \(latency) cycles.",
    ]
  }

  private var pair: PairedInputs { PairedInputs(lanes: lanes, formats: inputs) }
  private var productWidth: Int { factorWidth(0) + factorWidth(1) }

  private func signed(_ name: String, width: Int, _ value: Expression) -> Item {
    .net(Net(.wire, name, top: .integer(width - 1), value: value, signed: true))
  }

  private var productItems: [Item] {
    var body: [Item] = []
    for i in 0...1 {
      let from = factorWidth(i) - 1
      let value = Expression.identifier("value\(i)")
      let zero = Expression.pattern(Int128(zeros[i]), width: from + 1)
      body += [
        .wire("value\(i)", width: from, lane(.identifier("p2_integers\(i)_q"), lanes, "u", from)),
        .wire("factor\(i)", width: from + 1, signExtended(value, from: from, to: from + 1) - zero),
        signedWire("x\(i)", productWidth, .identifier("factor\(i)"), from + 1),
      ]
    }
    body += [
      signed("product", width: productWidth, Expression("x0") * "x1"),
      .assign(lane("p2_products", lanes, "u", productWidth), "product"),
    ]
    return [
      .comment("3: take the zero points off and multiply."), .wire("p2_products", width: lanes * productWidth),
      loop("u", lanes, "g_product", body), .blank,
    ]
      + Step(control: [("p3_valid_q", 1, "p2_valid_q")], data: [("p3_products_q", lanes * productWidth, "p2_products")])
      .items + [.blank]
  }

  private var scaleItems: [Item] {
    let body: [Item] = [
      .wire("product", width: productWidth, lane("p3_products_q", lanes, "u", productWidth)),
      signedWire("x", scaledWidth, "product", productWidth),
      signed("m", width: scaledWidth, .pattern(Int128(affine.multipliers[0]), width: scaledWidth)),
      signed("scaled", width: scaledWidth, Expression("m") * "x"),
      .assign(lane("p3_scaled", lanes, "u", scaledWidth), "scaled"),
    ]
    return [
      .comment("4: scale, exactly."), .wire("p3_scaled", width: lanes * scaledWidth),
      loop("u", lanes, "g_scale", body), .blank,
    ]
      + Step(control: [("p4_valid_q", 1, "p3_valid_q")], data: [("p4_scaled_q", lanes * scaledWidth, "p3_scaled")])
      .items + [.blank]
  }

  private var totalItems: [Item] {
    var offset = HexWord()
    offset.append(affine.offsets[0], bits: totalWidth)
    let total =
      signExtended("scaled", from: scaledWidth, to: totalWidth)
      + Expression.sized(width: totalWidth, radix: .hexadecimal, digits: offset.text)
    let body: [Item] = [
      .wire("scaled", width: scaledWidth, lane("p4_scaled_q", lanes, "u", scaledWidth)),
      .assign(lane("p4_totals", lanes, "u", totalWidth), total),
    ]
    return [
      .comment("5: add the offset."), .wire("p4_totals", width: lanes * totalWidth),
      loop("u", lanes, "g_total", body), .blank,
    ]
      + Step(control: [("p5_valid_q", 1, "p4_valid_q")], data: [("p5_totals_q", lanes * totalWidth, "p4_totals")])
      .items + [.blank]
  }
}
