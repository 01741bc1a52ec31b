import Arithmetic
package import Datapath
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
  package func capacity(inputs: [StreamType]) -> StageCapacity { .fork }
  package func model(inputs: [StreamType]) -> StageModel { ForkModel() }

  package func inventory(inputs: [StreamType]) -> Inventory { Inventory(registers: inputs[0].wordWidth + 2) }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream("fork", [("WIDTH", .integer(inputs[0].wordWidth))])
  }
}

private final class ForkModel: StageModel {
  private var held: UInt32 = 0

  override var valid: UInt32 { held }
  override func ready(_ outputReady: UInt32) -> UInt32 { held & ~outputReady == 0 ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) { held = next(inputValid, outputReady) }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    next(inputValid, outputReady) == held ? .max : 1
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) { held = next(inputValid, outputReady) }

  private func next(_ inputValid: UInt32, _ outputReady: UInt32) -> UInt32 {
    let waiting = held & ~outputReady
    return waiting == 0 && inputValid & 1 == 1 ? 0b11 : waiting
  }
}
