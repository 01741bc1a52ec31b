import Arithmetic
import Datapath
import Verilog

extension LinearDatapath {
  /// Step 5 where the affine has two lines: compare the sum with the border, and take the line of its side.
  var lineItems: [Item] {
    guard let below else { return [] }
    let width = max(accumulatorWidth, below.border.width)
    var place = 0
    var choose: [Item] = []
    if constantWidth > 0 {
      choose.append(.wire("constants", width: constantWidth, lane("p4_constants", affineUnits, "u", constantWidth)))
    }
    /// A signed wire that holds a constant, which is part of the memory's word or one for all channels.
    func number(_ name: String, _ constant: ChannelConstant, _ width: Int) -> [Item] {
      if let shared = constant.shared { return [signedConstant(name, width, shared)] }
      defer { place += constant.width }
      guard constant.width < constantWidth else { return [signedWire(name, width, "constants", constant.width)] }
      let slice = Expression("constants")[.integer(place + constant.width - 1), .integer(place)]
      return [
        .wire("stored_\(name)", width: constant.width, slice),
        signedWire(name, width, .identifier("stored_\(name)"), constant.width),
      ]
    }
    func chosen(_ name: String, _ shared: Bool, _ width: Int) -> [Item] {
      shared
        ? []
        : [
          .assign(
            lane(.identifier("p4_\(name)s"), affineUnits, "u", width),
            Expression("is_below").select(.identifier("\(name)_below"), .identifier(name)))
        ]
    }
    let (sharesFactor, sharesOffset) = (sharedMultiplier != nil, sharedOffset != nil)
    choose += sumItems(lane("p4_now", affineUnits, "u", keptWidth))
    // In the order of the memory's word.
    for (name, constant, width, isShared) in [
      ("factor", constants.multiplier, multiplierWidth, sharesFactor),
      ("offset", constants.offset, offsetWidth, sharesOffset),
      ("factor_below", below.line.multiplier, multiplierWidth, sharesFactor),
      ("offset_below", below.line.offset, offsetWidth, sharesOffset),
    ] where !isShared { choose += number(name, constant, width) }
    choose += number("border", below.border, width)
    choose += [
      signedWire("acc", width, "sum", accumulatorWidth),
      .bit("is_below", .binary("acc", .less, "border")),
      .assign(lane("p4_sums", affineUnits, "u", accumulatorWidth), "sum"),
    ]
    choose += chosen("factor", sharesFactor, multiplierWidth) + chosen("offset", sharesOffset, offsetWidth)
    var results = [("sums", accumulatorWidth)]
    if !sharesFactor { results.append(("factors", multiplierWidth)) }
    if !sharesOffset { results.append(("offsets", offsetWidth)) }
    return [.comment("5: choose the line of the sum's side of the border.")]
      + results.map { .wire("p4_\($0)", width: affineUnits * $1) } + [loop("u", affineUnits, "g_line", choose), .blank]
      + Step(
        control: [("p5_valid_q", 1, "p4_valid_q")] + lastFlag(after: 4),
        data: results.map { ("p5_\($0)_q", affineUnits * $1, .identifier("p4_\($0)")) }
      ).items + [.blank]
  }
}
