import Arithmetic
import Datapath
import Support
import Verilog

extension Search {
  func hardware(_ name: String) -> StageHardware {
    let module = Module(
      name: name,
      header: [
        "\(name) -- the output code of the interval that each lane's code lies in\(tables == 1 ? "" : ", by channel").",
        "",
        "place = how many of its \((1 << levels) - 1) thresholds the code reaches, one bit a step from the highest.",
        "\(lanes) lanes of \(input) to \(output). A word a cycle, latency \(levels + 1) cycles.",
      ], parameters: [StreamModule.memoryFolder],
      ports: StreamModule.ports(inputWidths: [lanes * input.width], outputWidth: lanes * output.width),
      items: StreamModule.enable + entryItems + (0..<levels).flatMap { levelItems($0, name) }
        + [.comment("\(levels + 1): the code at the place.")] + memoryItems(levels, name)
        + Step(control: [("m_valid_q", 1, .identifier("p\(levels)_valid_q"))]).items(declared: ["m_valid_q"])
        + [.blank, .assign("m_axis_tvalid", "m_valid_q")])
    return StageHardware(module, cells: [CellUse(.memory)], memories: memories(name))
  }

  private var isSigned: Bool { input.number.operandShape.sign != .unsigned }
  private var slice: Counter { Counter(name: "slice_q", count: slices) }
  private func element(_ vector: String, _ index: Expression, width: Int) -> Expression {
    lane(.identifier(vector), lanes, index, width)
  }

  /// Codes in unsigned order: the sign's bit is turned.
  private var entryItems: [Item] {
    let all = lanes * input.width
    let signs = Int128(1) << Int128(input.width - 1)
    var items: [Item] = [.genvar(["u"])]
    guard isSigned else { return items + [.wire("p0_x", width: all, "s_axis_tdata"), .blank] }
    let turned = element("s_axis_tdata", "u", width: input.width) ^ .pattern(signs, width: input.width)
    items += [
      .wire("p0_x", width: all),
      loop("u", lanes, "g_order", [.assign(element("p0_x", "u", width: input.width), turned)]),
      .blank,
    ]
    return items
  }

  /// Step `level + 1`: reads the threshold in the middle of what is left, and compares with it.
  private func levelItems(_ level: Int, _ name: String) -> [Item] {
    let (now, all) = ("p\(level + 1)", lanes * input.width)
    let valid: Expression = level == 0 ? "s_axis_tvalid" : .identifier("p\(level)_valid_q")
    var step = Step(
      control: [("\(now)_valid_q", 1, valid)],
      data: [("\(now)_x_q", all, .identifier(level == 0 ? "p0_x" : "p\(level)_x_q"))])
    if !slice.isTrivial {
      if level == 0 { step.control += slice.register(when: valid) }
      step.data.append(("\(now)_slice_q", slice.width, sliceValue(level)))
    }
    if level > 0 { step.data.append(("\(now)_place_q", lanes * level, .identifier("p\(level)_place"))) }
    let threshold = element("\(now)_threshold", "u", width: input.width)
    let isReached = Expression.binary(element("\(now)_x_q", "u", width: input.width), .greaterOrEqual, threshold)
    let place = element("\(now)_place", "u", width: level + 1)
    let found: Expression =
      level == 0 ? isReached : .concat(element("\(now)_place_q", "u", width: level), isReached)
    return [.comment("\(level + 1): bit \(levels - 1 - level) of the place.")]
      + (level == 0 ? slice.register(when: valid).map { Step.register($0.name, width: $0.width) } : [])
      + [.wire("\(now)_threshold", width: all), .wire("\(now)_place", width: lanes * (level + 1))]
      + memoryItems(level, name) + step.items(declared: [slice.name])
      + [.blank, loop("u", lanes, "g_reached\(level)", [.assign(place, found)]), .blank]
  }

  /// The slice of the words that step `level + 1` takes.
  private func sliceValue(_ level: Int) -> Expression {
    level == 0 ? slice.value : .identifier("p\(level)_slice_q")
  }

  /// The memories that step `level + 1` reads: one for each lane.
  private func memoryItems(_ level: Int, _ name: String) -> [Item] {
    let isLast = level == levels
    let output = isLast ? "m_axis_tdata" : "p\(level + 1)_threshold"
    let width = isLast ? self.output.width : input.width
    func memory(_ role: String, _ file: String, _ index: Expression) -> Item {
      var address = level == 0 ? [] : [element("p\(level)_place", index, width: level)]
      if !slice.isTrivial { address.insert(sliceValue(level), at: 0) }
      let addressWidth = level + (slice.isTrivial ? 0 : slice.width)
      return .rom(
        role, file: file, width: width, depth: slices << level,
        address: address.isEmpty ? .zeros(1) : address.count == 1 ? address[0] : .concatenation(address),
        addressWidth: max(1, addressWidth), element(output, index, width: width))
    }
    if tables == 1 { return [loop("u", lanes, "g_memory\(level)", [memory("u_memory", file(name, level), "u")])] }
    return (0..<lanes).map { memory("u_memory\(level)_\($0)", file(name, level, $0), .integer($0)) }
  }

  private func file(_ name: String, _ level: Int, _ lane: Int? = nil) -> String {
    name + (level == levels ? "_codes" : "_level\(level)") + (lane.map { "_\($0)" } ?? "") + ".mem"
  }

  private func memories(_ name: String) -> [MemoryImage] {
    (0...levels).flatMap { level in
      tables == 1
        ? [image(file(name, level), level, [0])]
        : (0..<lanes).map { image(file(name, level, $0), level, Array(stride(from: $0, to: tables, by: lanes))) }
    }
  }

  /// What the memory of a level holds for some tables, one after another.
  private func image(_ file: String, _ level: Int, _ tables: [Int]) -> MemoryImage {
    let places = 1 << levels
    guard level < levels else {
      return MemoryImage(
        file: file, width: output.width,
        words: tables.flatMap { table in
          codes.values[table * places..<(table + 1) * places].map { hexDigits(Int128($0), width: output.width) }
        })
    }
    let turned = isSigned ? Int128(1) << Int128(input.width - 1) : 0
    return MemoryImage(
      file: file, width: input.width,
      words: tables.flatMap { table in
        (0..<1 << level).map { place in
          let middle = place << (levels - level) + 1 << (levels - level - 1)
          let threshold = thresholds.values[table * (places - 1) + middle - 1]
          return hexDigits(Int128(threshold) + turned, width: input.width)
        }
      })
  }
}
