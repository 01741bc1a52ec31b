import Arithmetic
import Datapath
import Verilog

extension Maximum {
  func hardware(_ name: String) -> StageHardware {
    let cell = format.number.compareCell()
    let width = lanes * format.width
    let module = Module(
      name: name, header: header(name), ports: StreamModule.ports(inputWidths: [width], outputWidth: width),
      items: StreamModule.enable + items(cell))
    return StageHardware(module, cells: taps == 1 ? [] : [cell])
  }

  private func header(_ name: String) -> [String] {
    [
      "\(name) -- the greatest of \(taps) words, lane by lane.", "",
      "\(lanes) lanes of \(format). Takes a word a cycle; latency 1 cycle from a window's last word.",
    ]
  }

  private func items(_ cell: CellUse) -> [Item] {
    let tap = Counter(name: "tap_q", count: taps)
    let width = lanes * format.width
    let valid: Expression = "s_axis_tvalid"
    let control = tap.register(when: valid) + [("m_valid_q", 1, tap.isTrivial ? valid : valid && tap.isLast)]
    let step = Step(
      control: control, data: [("m_data_q", width, taps == 1 ? "s_axis_tdata" : "best")], condition: valid)
    let registers = control.map { Step.register($0.name, width: $0.width) }.filter { $0 != .flag("m_valid_q") }
    return registers + [.net(Net(.reg, "m_data_q", top: .integer(width - 1)))]
      + (taps == 1 ? [] : compareItems(cell, isFirst: tap.isFirst))
      + step.items(declared: Set(control.map(\.name) + ["m_data_q"]))
      + [.blank, .assign("m_axis_tvalid", "m_valid_q"), .assign("m_axis_tdata", "m_data_q")]
  }

  private func compareItems(_ cell: CellUse, isFirst: Expression) -> [Item] {
    let width = format.width
    let body: [Item] = [
      .wire("code", width: width, lane("s_axis_tdata", lanes, "u", width)),
      .wire("previous", width: width, lane("m_data_q", lanes, "u", width)), .bit("greater"),
      .instance(cell.instance("u_compare", [("a", "code"), ("b", "previous"), ("greater", "greater")])),
      .assign(lane("best", lanes, "u", width), (Expression("is_first") || "greater").select("code", "previous")),
    ]
    return [
      .wire("best", width: lanes * width), .bit("is_first", isFirst), .blank, .genvar(["u"]),
      loop("u", lanes, "g_lane", body), .blank,
    ]
  }
}
