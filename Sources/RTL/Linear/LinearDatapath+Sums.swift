import Arithmetic
import Datapath
import Verilog

extension LinearDatapath {
  /// The step whose registers hold the sum of one word's terms.
  private var sumStep: String { hasTree ? "p3" : "p2" }

  /// Step 3: the sum of each unit's terms.
  var treeItems: [Item] {
    guard hasTree else { return [] }
    let full = termWidth + treeLevels
    var step = Step(control: [("p3_valid_q", 1, "p2_valid_q")], data: [("p3_sums_q", units * sumWidth, "p2_sums")])
    if !slices.isTrivial { step.data += [("p3_first_q", 1, "p2_first_q"), ("p3_last_q", 1, "p2_last_q")] }
    let sum: Expression = "sum"
    let cut: [Item] =
      full > sumWidth ? [unused([sum[.integer(full - 1), .integer(sumWidth)]])] : []
    let tree: [Item] = [
      .wire("sum", width: full),
      .instance(
        Instance(
          CellUse(.adderTree).module, "u_tree",
          parameters: [
            ("COUNT", .integer(lanesPerUnit)), ("WIDTH", .integer(termWidth)), ("LEVELS", .integer(treeLevels)),
            ("SUM_WIDTH", .integer(full)),
          ],
          ports: [("terms", lane("p2_terms_q", units, "u", lanesPerUnit * termWidth)), ("sum", sum)])),
      .assign(lane("p2_sums", units, "u", sumWidth), full > sumWidth ? sum[.integer(sumWidth - 1), 0] : sum),
    ]
    return [
      .comment("3: add the terms of each unit."), .wire("p2_sums", width: units * sumWidth),
      loop("u", units, "g_tree", tree + cut), .blank,
    ] + step.items + [.blank]
  }

  /// Step 4: accumulate over the words of a result.
  var accumulateItems: [Item] {
    let valid = Expression.identifier("\(sumStep)_valid_q")
    var items: [Item] = [.comment("4: accumulate over the words of a result.")]
    if slices.isTrivial {
      items += [.bit("p3_due", valid)]
    } else {
      items += [.bit("p3_due", valid && .identifier("\(sumStep)_last_q"))]
    }
    items += [.wire("p3_totals", width: units * keptWidth)]
    if !slices.isTrivial { items += [.reg("p4_sums_q", width: units * keptWidth)] }
    items += [.blank, loop("u", units, "g_total", rounded.map(roundedItems) ?? totalItems), .blank]
    if !slices.isTrivial {
      items += [
        .clocked("aclk", [.branch(Expression("advance") && valid, [.nonblocking("p4_sums_q", "p3_totals")], [])]),
        .blank,
      ]
    }
    return items
  }

  private var totalItems: [Item] {
    let vector: Expression = hasTree ? "p3_sums_q" : "p2_terms_q"
    let source = lane(vector, units, "u", hasTree ? sumWidth : termWidth)
    let sum: Expression = "sum"
    var items: [Item] = []
    if !hasTree && termWidth > accumulatorWidth {
      items += [
        .wire("term", width: termWidth, source),
        .wire("sum", width: accumulatorWidth, Expression("term")[.integer(accumulatorWidth - 1), 0]),
        unused([Expression("term")[.integer(termWidth - 1), .integer(accumulatorWidth)]]),
      ]
    } else {
      items += [.wire("sum", width: sumWidth, source)]
    }
    let width = hasTree || termWidth <= accumulatorWidth ? sumWidth : accumulatorWidth
    let wide = signExtended(sum, from: width, to: accumulatorWidth)
    let total = lane("p3_totals", units, "u", accumulatorWidth)
    guard !slices.isTrivial else { return items + [.assign(total, wide)] }
    let first = Expression.identifier("\(sumStep)_first_q")
    let before = first.select(.zeros(accumulatorWidth), lane("p4_sums_q", units, "u", accumulatorWidth))
    return items + [.wire("previous", width: accumulatorWidth, before), .assign(total, Expression("previous") + wide)]
  }

  /// The terms of a word are added one after another, so that sums do not depend on how many come side by side.
  private func roundedItems(_ rounded: RoundedSum) -> [Item] {
    let width = keptWidth
    let kept = lane("p4_sums_q", units, "u", width)
    let first = Expression.identifier("\(sumStep)_first_q")
    let before: Expression = slices.isTrivial ? .zeros(width) : first.select(.zeros(width), kept)
    let terms = lane("p2_terms_q", units, "u", lanesPerUnit * width)
    let sums: Expression = "sums"
    let add = operatorInstance(
      rounded.sum, "u_sum", sums[from: .integer(width) * "s", width: .integer(width)],
      Expression("terms")[from: .integer(width) * "s", width: .integer(width)],
      sums[from: .integer(width) * ("s" + 1), width: .integer(width)])
    let last = sums[.integer((lanesPerUnit + 1) * width - 1), .integer(lanesPerUnit * width)]
    return [
      .wire("terms", width: lanesPerUnit * width, terms), .wire("sums", width: (lanesPerUnit + 1) * width),
      .assign(sums[.integer(width - 1), 0], before), loop("s", lanesPerUnit, "g_sum", [.instance(add)]),
      .assign(lane("p3_totals", units, "u", width), last),
    ]
  }
}
