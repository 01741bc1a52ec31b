package import PipelineIR
package import Support

/// Gives every word to two streams, each of which takes it when it likes. Latency 1 cycle.
///
/// More than two readers make a chain of forks.
package struct Fork: StageOperation, Hashable {
  package static let kind = "fork"

  package init() {}

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    let stream = try single(inputs)
    return [stream, stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { 0 }
  package func model(inputs: [StreamType]) -> any StageModel { ForkModel() }

  package func inventory(inputs: [StreamType]) -> Inventory { Inventory(registers: inputs[0].wordWidth + 2) }

  package func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    StageHardware(
      module: "mantissa_fork", parameters: [("WIDTH", "\(inputs[0].wordWidth)")], cells: ["mantissa_fork"])
  }
}

private final class ForkModel: StageModel {
  private(set) var valid: UInt32 = 0

  func ready(_ outputReady: UInt32) -> UInt32 { valid & ~outputReady == 0 ? 1 : 0 }

  func clock(inputValid: UInt32, outputReady: UInt32) { valid = next(inputValid, outputReady) }

  func horizon(inputValid: UInt32, outputReady: UInt32) -> Int { next(inputValid, outputReady) == valid ? .max : 1 }

  func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) { valid = next(inputValid, outputReady) }

  private func next(_ inputValid: UInt32, _ outputReady: UInt32) -> UInt32 {
    let waiting = valid & ~outputReady
    return waiting == 0 && inputValid & 1 == 1 ? 0b11 : waiting
  }
}
