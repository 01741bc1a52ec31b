import Arithmetic
package import Datapath
package import PipelineIR
package import Support

/// A register slice: cuts every combinational path between its two sides. Latency 1 cycle.
package struct Skid: StageOperation, Hashable {
  package static let kind = "skid"

  package init() {}

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] { [try single(inputs)] }
  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .queue(2) }
  package func model(inputs: [StreamType]) -> StageModel { SkidModel() }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: 2 * inputs[0].wordWidth + 2)
    result.multiplexers = inputs[0].wordWidth
    return result
  }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream("skid", [("WIDTH", .integer(inputs[0].wordWidth))])
  }
}

/// A FIFO of two words without a way through.
private final class SkidModel: StageModel {
  private var count = 0

  override var valid: UInt32 { count > 0 ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { count < 2 ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) { count += change(inputValid, outputReady) }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    change(inputValid, outputReady) == 0 ? .max : 1
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    clock(inputValid: inputValid, outputReady: outputReady)
  }

  /// What a clock edge adds to the count. One that adds nothing is followed by others like it.
  private func change(_ inputValid: UInt32, _ outputReady: UInt32) -> Int {
    let taken = count < 2 && inputValid & 1 == 1
    let given = count > 0 && outputReady & 1 == 1
    return (taken ? 1 : 0) - (given ? 1 : 0)
  }
}
