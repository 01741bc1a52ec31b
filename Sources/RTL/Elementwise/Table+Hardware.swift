import Arithmetic
import Datapath
import Support
import Verilog

extension Table {
  func hardware(_ name: String) -> StageHardware {
    let module = Module(
      name: name,
      header: [
        "\(name) -- looks each lane's code up in \(tables == 1 ? "a table" : "its channel's table").", "",
        "\(lanes) lanes of \(input) to \(output). A word a cycle, latency 1 cycle.",
      ], parameters: [StreamModule.memoryFolder],
      ports: StreamModule.ports(inputWidths: [lanes * input.width], outputWidth: lanes * output.width),
      items: StreamModule.enable + controlItems + (tables == 1 ? sharedItems(name) : ownItems(name))
        + [.blank, .assign("m_axis_tvalid", "m_valid_q")])
    return StageHardware(module, cells: [CellUse(.memory)], memories: memories(name))
  }

  private var slice: Counter { Counter(name: "slice_q", count: slices) }

  private var controlItems: [Item] {
    let registers = slice.register(when: "s_axis_tvalid")
    return registers.map { Step.register($0.name, width: $0.width) }
      + Step(control: registers + [("m_valid_q", 1, "s_axis_tvalid")])
      .items(declared: Set(registers.map(\.name) + ["m_valid_q"])) + [.blank]
  }

  private func sharedItems(_ name: String) -> [Item] {
    let code = lane("s_axis_tdata", lanes, "u", input.width)
    let rom = rom("u_table", file: "\(name)_table.mem", address: code, lane("m_axis_tdata", lanes, "u", output.width))
    return [.genvar(["u"]), loop("u", lanes, "g_lane", [rom])]
  }

  /// A memory for each lane, which holds the tables of its channels.
  private func ownItems(_ name: String) -> [Item] {
    (0..<lanes).map { index in
      let code = lane("s_axis_tdata", lanes, .integer(index), input.width)
      return rom(
        "u_table_\(index)", file: "\(name)_table_\(index).mem",
        address: slice.isTrivial ? code : .concat(slice.value, code),
        lane("m_axis_tdata", lanes, .integer(index), output.width))
    }
  }

  private func rom(_ role: String, file: String, address: Expression, _ data: Expression) -> Item {
    .rom(
      role, file: file, width: output.width, depth: slices << input.width, address: address,
      addressWidth: input.width + (slice.isTrivial ? 0 : slice.width), data)
  }

  private func memories(_ name: String) -> [MemoryImage] {
    func image(_ file: String, _ codes: [UInt32]) -> MemoryImage {
      MemoryImage(file: file, width: output.width, words: codes.map { hexDigits(Int128($0), width: output.width) })
    }
    guard tables > 1 else { return [image("\(name)_table.mem", entries.values)] }
    return (0..<lanes).map { index in
      image(
        "\(name)_table_\(index).mem",
        stride(from: index, to: tables, by: lanes).flatMap { entries.values[$0 * rows..<($0 + 1) * rows] })
    }
  }
}
