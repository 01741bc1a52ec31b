import PipelineIR
import Support
import Verilog

/// A stage for tests: every lane's code becomes the word of that address in a read-only memory. Latency 1 cycle.
struct LookUp: StageOperation {
  static let kind = "look-up"
  var multiplier = 5
  var offset = 3

  func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { inputs }
  func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  func memoryBits(inputs: [StreamType]) -> Int { inputs[0].elementWidth << inputs[0].elementWidth }
  func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: 1) }
  func model(inputs: [StreamType]) -> StageModel { NoModel() }

  /// What the memory holds at `code`.
  func value(_ code: UInt32, width: Int) -> UInt32 {
    (code &* UInt32(multiplier) &+ UInt32(offset)) & (1 << UInt32(width) - 1)
  }

  func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    let width = inputs[0].elementWidth
    let file = "\(name).mem"
    let module = Module(
      name: name, header: ["\(name) -- a table in a memory, for tests."],
      parameters: [Module.Parameter("MEMORY_FOLDER", .string("./"))],
      ports: [
        .init(.input, "aclk"), .init(.input, "aresetn"), .init(.input, "s_axis_tvalid"),
        .init(.output, "s_axis_tready"), .init(.input, "s_axis_tdata", width: width),
        .init(.output, "m_axis_tvalid"), .init(.input, "m_axis_tready"), .init(.output, "m_axis_tdata", width: width),
      ],
      items: [
        .net(Net(.reg, "memory", top: .integer(width - 1), depth: 1 << width)), .flag("valid_q"),
        .reg("data_q", width: width), .bit("advance", !"valid_q" || "m_axis_tready"),
        .initial([.task("$readmemh", [.concat("MEMORY_FOLDER", .string(file)), "memory"])]),
        .assign("s_axis_tready", "advance"),
        .assign("m_axis_tvalid", "valid_q"), .assign("m_axis_tdata", "data_q"),
        .clocked(
          "aclk",
          [
            .when(
              !"aresetn", .nonblocking("valid_q", .bit(false)),
              otherwise: [.when("advance", .nonblocking("valid_q", "s_axis_tvalid"))]),
            .when("advance", .nonblocking("data_q", Expression.identifier("memory")["s_axis_tdata"])),
          ]),
      ])
    let words = (0..<UInt32(1 << width)).map { hexDigits(Int128(value($0, width: width)), width: width) }
    return StageHardware(
      module: name, modules: [module], memories: [MemoryImage(file: file, width: width, words: words)])
  }
}

private final class NoModel: StageModel {
  override var valid: UInt32 { 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { 0 }
  override func clock(inputValid: UInt32, outputReady: UInt32) {}
}
