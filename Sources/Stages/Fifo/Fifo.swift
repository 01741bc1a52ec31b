package import PipelineIR
package import Support

/// A first-in-first-out queue: `depth` words in a memory and one in its output register. Latency 2 cycles.
package struct Fifo: StageOperation, Hashable {
  package static let kind = "fifo"

  /// Words, at least 2, which is what full throughput needs.
  package var depth: Int

  package init(depth: Int) { self.depth = depth }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    guard (2...1 << 24).contains(depth) else { throw misfit("the depth is \(depth); 2 to \(1 << 24) is supported") }
    return [try single(inputs)]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { depth * inputs[0].wordWidth }
  package func model(inputs: [StreamType]) -> any StageModel { FifoModel(depth: depth) }

  package func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    StageHardware(
      module: "mantissa_fifo", parameters: [("WIDTH", "\(inputs[0].wordWidth)"), ("DEPTH", "\(depth)")],
      cells: ["mantissa_fifo"])
  }
}

private final class FifoModel: StageModel {
  let depth: Int
  private var count = 0
  private var held = false

  init(depth: Int) { self.depth = depth }

  var valid: UInt32 { held ? 1 : 0 }
  func ready(_ outputReady: UInt32) -> UInt32 { count < depth ? 1 : 0 }

  func clock(inputValid: UInt32, outputReady: UInt32) {
    let taken = count < depth && inputValid & 1 == 1
    let advance = !held || outputReady & 1 == 1
    let read = advance && count > 0
    if advance { held = read }
    count += (taken ? 1 : 0) - (read ? 1 : 0)
  }
}
