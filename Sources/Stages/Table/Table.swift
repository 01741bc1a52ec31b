package import Arithmetic
package import PipelineIR
package import Support
import Verilog

/// A function of one element, looked up: each lane's code becomes the code in its row.
///
/// There is one table for all channels, or one for each.
package struct Table: StageOperation, Hashable {
  package static let kind = "table"

  package var lanes: Int
  package var input: Format
  package var output: Format
  /// Output codes, one for each input code from 0 up, one table after another.
  package var entries: Tensor<UInt32>

  package init(lanes: Int, input: Format, output: Format, entries: Tensor<UInt32>) {
    self.lanes = lanes
    self.input = input
    self.output = output
    self.entries = entries
  }

  /// The widest input, in bits.
  package static let widestInput = 16
}

extension Table {
  /// Entries of one table.
  private var rows: Int { 1 << input.width }
  /// 1, or as many as there are channels.
  private var tables: Int { entries.values.count / rows }
  /// Words of a pixel, as far as they have tables of their own.
  private var slices: Int { tables == 1 ? 1 : tables / lanes }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard stream.lanes == lanes, stream.elementWidth == input.width else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(lanes) of \(input.width)")
    }
    guard input.width <= Self.widestInput, entries.values.count >= rows, entries.values.count % rows == 0 else {
      throw misfit(
        "\(entries.values.count) entries for inputs of \(input.width) bits, of which at most \(Self.widestInput)")
    }
    guard tables == 1 || tables % lanes == 0 && stream.wordsPerFrame % slices == 0 else {
      throw misfit("\(tables) tables for \(lanes) lanes and frames of \(stream.wordsPerFrame) words")
    }
    stream.elementWidth = output.width
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int {
    (tables == 1 ? lanes : 1) * entries.values.count * output.width
  }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: 1) }
  package func model(inputs: [StreamType]) -> StageModel { ElasticModel(latency: 1, wordsPerResult: 1) }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: 1)
    result.memories = [
      Inventory.Memory(count: lanes, words: slices << input.width, width: output.width, isConstant: true)
    ]
    return result
  }

  package func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    let module = Module(
      name: name,
      header: [
        "\(name) -- looks each lane's code up in \(tables == 1 ? "a table" : "its channel's table").", "",
        "\(lanes) lanes of \(input) to \(output). A word a cycle, latency 1 cycle.",
      ], parameters: [StreamModule.memoryFolder],
      ports: StreamModule.ports(inputWidths: [lanes * input.width], outputWidth: lanes * output.width),
      items: StreamModule.enable + controlItems + (tables == 1 ? sharedItems(name) : ownItems(name))
        + [.blank, .assign("m_axis_tvalid", "m_valid_q")])
    return StageHardware(module: name, modules: [module], cells: ["mantissa_rom"], memories: memories(name))
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
    .instance(
      Instance(
        "mantissa_rom", role,
        parameters: [
          ("WIDTH", .integer(output.width)), ("DEPTH", .integer(slices << input.width)),
          ("ADDRESS_WIDTH", .integer(input.width + (slice.isTrivial ? 0 : slice.width))),
          ("FILE", .concat("MEMORY_FOLDER", .string(file))),
        ],
        ports: [("aclk", "aclk"), ("enable", "advance"), ("address", address), ("data", data)]))
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
