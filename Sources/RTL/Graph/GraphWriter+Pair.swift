import Datapath
import Verilog

extension GraphWriter {
  /// A register for each of two streams, which wait for each other, and `advance`.
  var pairItems: [Item] {
    var items: [Item] = [.flag("m_valid_q"), .bit("advance", !Expression("m_valid_q") || "m_axis_tready")]
    for (i, input) in graph.inputs.enumerated() {
      items += [.flag("p1_valid\(i)_q"), .net(Net(.reg, "p1_data\(i)_q", top: .integer(input.bits - 1)))]
    }
    items += [
      .bit("p1_valid", Expression("p1_valid0_q") && "p1_valid1_q"),
      .bit("both_move", Expression("p1_valid") && "advance"),
      .blank,
    ]
    return items + graph.inputs.indices.flatMap(sideItems)
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
}
