import Arithmetic
import Datapath
import Verilog

extension LinearDatapath {
  /// The step whose registers hold exact results, or levels.
  private var finishStep: Int { choosesLine ? 7 : 6 }

  /// The last step: round, clamp, and put the output word together.
  var outputItems: [Item] {
    let last = "p\(finishStep)"
    let codesNow = Expression.identifier("\(last)_codes")
    let now = affineUnits * outputWidth
    let all = units * outputWidth
    let isWhole: Expression =
      beats == 1
      ? .identifier("\(last)_valid_q") : Expression.identifier("\(last)_valid_q") && .identifier("\(last)_last_q")
    let codes: Expression =
      beats == 1 ? codesNow : .concat(codesNow, Expression("m_data_q")[.integer(all - 1), .integer(now)])
    let total = lane(.identifier("\(last)_totals_q"), affineUnits, "u", totalWidth)
    let code = lane(codesNow, affineUnits, "u", outputWidth)
    // Counted levels are codes; only what an affine gives has to be rounded.
    let encode: Item =
      thresholds == nil
      ? .instance(encoder.instance("u_encode", [("value", total), ("code", code)])) : .assign(code, total)
    return [
      .comment(
        "\(finishStep + 1): " + (thresholds == nil ? "round and clamp" : "levels are codes")
          + (beats == 1 ? "." : "; the first results end in the low bits.")),
      .wire("\(last)_codes", width: now), .net(Net(.reg, "m_data_q", top: .integer(all - 1))),
      loop("u", affineUnits, "g_encode", [encode]), .blank,
    ]
      + Step(
        control: [("m_valid_q", 1, isWhole)], data: [("m_data_q", all, codes)],
        condition: .identifier("\(last)_valid_q")
      )
      .items(declared: ["m_valid_q", "m_data_q"])
      + [.blank, .assign("m_axis_tvalid", "m_valid_q"), .assign("m_axis_tdata", "m_data_q")]
  }
}

extension Rounding {
  /// What comments say of it.
  func text(after affine: Affine) -> String {
    "out = t * 2^\(affine.exponent) to \(affine.rounding.text), between codes "
      + "\(literal(lowest)) and \(literal(highest))"
  }

  private func literal(_ code: UInt32) -> String { CellUse.Value.code(code, width: format.width).verilog }
}
