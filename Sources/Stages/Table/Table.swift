package import Arithmetic
package import PipelineIR
package import Support
import Verilog

/// A function of one element, looked up: each lane's code becomes the code in its row.
package struct Table: StageOperation, Hashable {
  package static let kind = "table"

  package var lanes: Int
  package var input: Format
  package var output: Format
  /// Output codes, one for each input code from 0 up.
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
  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard stream.lanes == lanes, stream.elementWidth == input.width else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(lanes) of \(input.width)")
    }
    guard input.width <= Self.widestInput, entries.values.count == 1 << input.width else {
      throw misfit(
        "\(entries.values.count) entries for inputs of \(input.width) bits, of which at most \(Self.widestInput)")
    }
    stream.elementWidth = output.width
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { lanes * entries.values.count * output.width }
  package func model(inputs: [StreamType]) -> any StageModel { ElasticModel(latency: 1, wordsPerResult: 1) }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: 1)
    result.memories = [
      Inventory.Memory(count: lanes, words: entries.values.count, width: output.width, isConstant: true)
    ]
    return result
  }

  package func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    let module = Module(
      name: name,
      header: [
        "\(name) -- looks each lane's code up in a table.", "",
        "\(lanes) lanes of \(input) to \(output). A word a cycle, latency 1 cycle.",
      ], parameters: [StreamModule.memoryFolder],
      ports: StreamModule.ports(inputWidths: [lanes * input.width], outputWidth: lanes * output.width),
      items: StreamModule.enable + items(file: "\(name)_table.mem"))
    return StageHardware(
      module: name, modules: [module], cells: ["mantissa_rom"], memories: [memory(file: "\(name)_table.mem")])
  }

  private func items(file: String) -> [Item] {
    let rom = Instance(
      "mantissa_rom", "u_table",
      parameters: [
        ("WIDTH", .integer(output.width)), ("DEPTH", .integer(1 << input.width)),
        ("ADDRESS_WIDTH", .integer(input.width)), ("FILE", .concat("MEMORY_FOLDER", .string(file))),
      ],
      ports: [
        ("aclk", "aclk"), ("enable", "advance"), ("address", lane("s_axis_tdata", lanes, "u", input.width)),
        ("data", lane("m_axis_tdata", lanes, "u", output.width)),
      ])
    return Step(control: [("m_valid_q", 1, "s_axis_tvalid")]).items(declared: ["m_valid_q"])
      + [.blank, .genvar(["u"]), loop("u", lanes, "g_lane", [.instance(rom)]), .blank]
      + [.assign("m_axis_tvalid", "m_valid_q")]
  }

  private func memory(file: String) -> MemoryImage {
    MemoryImage(
      file: file, width: output.width, words: entries.values.map { hexDigits(Int128($0), width: output.width) })
  }
}
