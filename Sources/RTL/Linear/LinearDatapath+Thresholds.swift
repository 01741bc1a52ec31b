import Datapath
import Support
import Verilog

extension LinearDatapath {
  /// Steps 5 and 6: compare with the thresholds and count those that are reached.
  func countItems(_ thresholds: Thresholds) -> [Item] {
    let (count, width) = (thresholds.count, max(accumulatorWidth, thresholds.width))
    let x: Expression = thresholds.hasFalls ? "x" : "acc"
    var compare: [Item] = [
      .wire("constants", width: constantWidth, lane("p4_constants", affineUnits, "u", constantWidth)),
      .wire("sum", width: accumulatorWidth, lane("p4_now", affineUnits, "u", accumulatorWidth)),
      signedWire("acc", width, "sum", accumulatorWidth),
    ]
    if thresholds.hasFalls {
      let flag = Expression("constants")[.integer(constantWidth - 1)]
      compare.append(
        .net(
          Net(
            .wire, "x", top: .integer(width - 1), value: Expression("acc") ^ .repetition(.integer(width), flag),
            signed: true)))
    }
    for index in 0..<count {
      let stored = Expression("constants")[
        .integer((index + 1) * thresholds.width - 1), .integer(index * thresholds.width)]
      let name = "threshold\(index)"
      compare += [
        .wire("stored\(index)", width: thresholds.width, constantWidth == thresholds.width ? "constants" : stored),
        signedWire(name, width, .identifier("stored\(index)"), thresholds.width),
      ]
    }
    let reached = (0..<count).reversed().map { Expression.binary(x, .greaterOrEqual, .identifier("threshold\($0)")) }
    compare.append(
      .assign(lane("p4_reached", affineUnits, "u", count), reached.count == 1 ? reached[0] : .concatenation(reached)))
    let countWidth = bits(for: count + 1)
    let extended: Expression =
      totalWidth == countWidth ? "count" : .concat(.zeros(totalWidth - countWidth), "count")
    let run: [Item] = [
      .wire("reached", width: count, lane("p5_reached_q", affineUnits, "u", count)),
      .wire("count", width: countWidth, runLength("reached", count)),
      .assign(
        lane("p5_totals", affineUnits, "u", totalWidth),
        thresholds.lowest == 0 ? extended : extended + .pattern(Int128(thresholds.lowest), width: totalWidth)),
    ]
    let all = affineUnits * count
    return [
      .comment("5: compare with the thresholds."), .wire("p4_reached", width: all),
      loop("u", affineUnits, "g_compare", compare), .blank,
    ]
      + Step(
        control: [("p5_valid_q", 1, "p4_valid_q")] + lastFlag(after: 4),
        data: [("p5_reached_q", all, "p4_reached")]
      ).items
      + [
        .blank, .comment("6: count them. They are a run of ones: bit b of its length is the parity of every 2^b-th."),
        .wire("p5_totals", width: affineUnits * totalWidth),
        loop("u", affineUnits, "g_count", run), .blank,
      ]
      + Step(
        control: [("p6_valid_q", 1, "p5_valid_q")] + lastFlag(after: 5),
        data: [("p6_totals_q", affineUnits * totalWidth, "p5_totals")]
      ).items + [.blank]
  }

  /// How many ones a run of `count` bits that starts at bit 0 has.
  private func runLength(_ run: Expression, _ count: Int) -> Expression {
    guard count > 1 else { return run }
    return .concatenation(
      (0..<bits(for: count + 1)).reversed().map { bit in
        let every = stride(from: (1 << bit) - 1, to: count, by: 1 << bit).map { run[.integer($0)] }
        return every.count == 1 ? every[0] : .unary(.parity, bit == 0 ? run : .concatenation(every.reversed()))
      })
  }
}
