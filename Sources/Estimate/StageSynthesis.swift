internal import Cells
internal import Foundation
package import PipelineIR
internal import RTL
package import Support
package import Synthesis
internal import Verilog

/// Counts with Yosys what single stages take of a device.
package struct StageSynthesis: Sendable {
  private let yosys: Yosys
  /// Of Yosys, for example `0.23`.
  package var version: String { yosys.version }

  /// Finds Yosys; throws a `Failure` of kind `tool` when it is not there.
  package init() async throws(Failure) { yosys = try await Yosys() }

  /// The area of a stage on a device.
  package func area(
    of operation: any StageOperation, inputs: [StreamType], on device: Device
  ) async throws(Failure) -> Area {
    device.area(of: try await cells(of: operation, inputs: inputs, on: device))
  }

  /// The cells of a stage on a device, by type.
  package func cells(
    of operation: any StageOperation, inputs: [StreamType], on device: Device
  ) async throws(Failure) -> [String: Int] {
    let hardware = operation.hardware(name: "stage", inputs: inputs)
    var texts: [String: String] = [:]
    for module in hardware.modules { texts[module.name + ".v"] = module.description }
    for cell in CellLibrary.closure(of: hardware.cells + [hardware.module]) {
      texts[cell + ".v"] = CellLibrary.text(of: cell)
    }
    let sources = texts.keys.sorted().joined(separator: " ")
    for memory in hardware.memories { texts[memory.file] = memory.text }
    let sets = hardware.parameters.map { "-set \($0.name) \($0.value)" }.joined(separator: " ")
    let script = """
      read_verilog \(sources)
      \(sets.isEmpty ? "" : "chparam \(sets) \(hardware.module)")
      \(device.synthesis) -top \(hardware.module)
      tee -q -o stat.txt stat

      """
    let files = texts
    return try await withTemporaryFolder { folder throws(Failure) in
      for (name, text) in files { try Disk.write(text.utf8, to: "\(folder)/\(name)") }
      try await yosys.run(script, in: folder, hardware.module)
      let counts = FileManager.default.contents(atPath: folder + "/stat.txt") ?? Data()
      return try StatisticsText.cells(String(decoding: counts, as: UTF8.self))
    }
  }
}
