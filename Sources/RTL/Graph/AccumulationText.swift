import Arithmetic
import Datapath
import Verilog

/// The step that adds up the words of a result and hands finished results on, some a beat.
struct AccumulationText {
  let writer: GraphWriter
  let node: Node
  let sums: Accumulation
  let step: Int

  private var now: String { "p\(step)" }
  private var next: String { "p\(step + 1)" }
  /// What one unit takes of a word: its sum, or its terms.
  private var source: Signal { node.reads[0] }
  private var isWhole: Bool { sums.words == 1 }
  private var units: Int { sums.units }
  /// Bits in which a sum is held.
  private var width: Int { sums.heldWidth }

  private var due: Expression { .identifier("\(now)_due") }
  private var totals: Expression { .identifier("\(now)_totals") }
  private var held: Expression { .identifier("\(next)_held_q") }
  /// What leaves.
  private var out: String { "\(next)_\(node.makes[0].name)" }
  private var kept: Expression { .identifier("\(next)_sums_q") }

  var items: [Item] { accumulateItems + turnItems }

  // MARK: Adding up

  private var accumulateItems: [Item] {
    let valid = writer.valid(step)
    var items: [Item] = []
    if sums.segments > 1 {
      items.append(
        .comment(
          "Sums in \(sums.segments) segments of \(sums.segment) bits, each but the last with \(sums.carryWidth) bits above it that its carries go to."
        ))
    }
    items += [
      .bit("\(now)_due", isWhole ? valid : valid && writer.vector(node.reads[2], step)),
      .wire("\(now)_totals", width: units * width),
    ]
    if !isWhole { items += [.reg("\(next)_sums_q", width: units * width)] }
    items += [.blank, loop("u", units, "g_total", sums.adder.map(roundedItems) ?? exactItems), .blank]
    guard !isWhole else { return items }
    return items + [
      .clocked("aclk", [.branch(Expression("advance") && valid, [.nonblocking(kept, totals)], [])]), .blank,
    ]
  }

  /// The sum of the words before; 0 at the first.
  private var before: Expression {
    isWhole
      ? .zeros(width)
      : writer.vector(node.reads[1], step).select(.zeros(width), lane(kept, units, "u", width))
  }

  private var exactItems: [Item] {
    let element = lane(writer.vector(source, step), units, "u", source.width)
    let total = lane(totals, units, "u", width)
    var items: [Item]
    if source.width > width {
      // More than the sum has cannot matter.
      items = [
        .wire("term", width: source.width, element),
        .wire("sum", width: width, Expression("term")[.integer(width - 1), 0]),
        unused([Expression("term")[.integer(source.width - 1), .integer(width)]]),
      ]
    } else {
      items = [.wire("sum", width: source.width, element)]
    }
    let wide = signExtended("sum", from: min(source.width, width), to: width)
    guard !isWhole else { return items + [.assign(total, wide)] }
    items.append(.wire("previous", width: width, before))
    guard sums.segments > 1 else { return items + [.assign(total, Expression("previous") + wide)] }
    // Each segment by itself: carries stay in the room above it.
    let segments = sums.segmentBits.map { bits in
      Expression("previous")[.integer(bits.upperBound - 1), .integer(bits.lowerBound)]
        + Expression("sum")[.integer(bits.upperBound - 1), .integer(bits.lowerBound)]
    }
    return items + [.assign(total, .concatenation(segments.reversed()))]
  }

  /// The terms of a word are added one after another, so that sums do not depend on how many come side by side.
  private func roundedItems(_ adder: CellUse) -> [Item] {
    let (sum, count): (Expression, Int) = ("sums", sums.terms)
    let terms = lane(writer.vector(source, step), units, "u", count * width)
    let add = operatorInstance(
      adder, "u_sum", sum[from: .integer(width) * "s", width: .integer(width)],
      Expression("terms")[from: .integer(width) * "s", width: .integer(width)],
      sum[from: .integer(width) * ("s" + 1), width: .integer(width)])
    return [
      .wire("terms", width: count * width, terms), .wire("sums", width: (count + 1) * width),
      .assign(sum[.integer(width - 1), 0], before), loop("s", count, "g_sum", [.instance(add)]),
      .assign(lane(totals, units, "u", width), sum[.integer((count + 1) * width - 1), .integer(count * width)]),
    ]
  }

  // MARK: Handing on

  /// Finished results wait for their turn; counters of the step behind move on with them.
  private var turnItems: [Item] {
    let (all, some) = (units * width, sums.leaving * width)
    let valid = "\(next)_valid_q"
    guard sums.beats > 1 else {
      let step = Step(control: writer.counters(step, when: due) + [(valid, 1, due)])
      guard !isWhole else {
        return step.items + Step(data: [("\(next)_held_q", all, totals)]).items + [
          .blank, .wire(out, width: some, held),
        ]
      }
      return step.items + [.blank, .wire(out, width: some, kept)]
    }
    let beat = Counter(name: "\(next)_beat_q", count: sums.beats)
    let (more, moves) = (Expression.identifier("\(next)_more"), Expression.identifier("\(next)_moves"))
    let turn = due.select(.zeros(beat.width), more.select(beat.next, beat.value))
    let rest = Expression.concat(.zeros(some), held[.integer(all - 1), .integer(some)])
    return [
      .comment("Finished results take turns: \(sums.leaving) a beat, \(sums.beats) beats."),
      Step.register(beat.name, width: beat.width), .flag(valid),
      .bit("\(next)_more", .identifier(valid) && !beat.isLast), .bit("\(next)_moves", due || more), .blank,
    ]
      + Step(
        control: writer.counters(step, when: moves) + [(valid, 1, moves), (beat.name, beat.width, turn)]
      ).items(declared: [valid, beat.name]) + [.blank]
      + Step(data: [("\(next)_held_q", all, due.select(totals, rest))]).items
      + [.blank, .wire(out, width: some, held[.integer(some - 1), 0])]
  }
}
