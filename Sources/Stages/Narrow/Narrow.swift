import Arithmetic
package import Datapath
package import PipelineIR
package import Support

/// Splits each word into `factor` words, the lowest lanes first. Latency 1 cycle.
package struct Narrow: StageOperation, Hashable {
  package static let kind = "narrow"

  /// At least 2; divides the lanes.
  package var factor: Int

  package init(factor: Int) { self.factor = factor }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard factor >= 2, stream.lanes % factor == 0 else {
      throw misfit("cannot split \(stream.lanes) lanes by \(factor)")
    }
    stream.lanes /= factor
    stream.wordsPerFrame *= factor
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame * factor }
  package func capacity(inputs: [StreamType]) -> StageCapacity {
    let factor = factor
    return .stream(gives: { $0 * factor }, takes: { $0 / factor + 1 })
  }

  package func model(inputs: [StreamType]) -> StageModel { NarrowModel(factor: factor) }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: inputs[0].wordWidth + bits(for: factor) + 1)
    result.multiplexers = inputs[0].wordWidth
    result.adders = bits(for: factor)
    return result
  }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream("narrow", [("WIDTH", .integer(inputs[0].wordWidth / factor)), ("FACTOR", .integer(factor))])
  }
}

private final class NarrowModel: StageModel {
  let factor: Int
  private var left = 0

  init(factor: Int) { self.factor = factor }

  override var valid: UInt32 { left > 0 ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { left == 0 || (left == 1 && outputReady & 1 == 1) ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    let taken = inputValid & ready(outputReady) & 1 == 1
    if left > 0 && outputReady & 1 == 1 { left -= 1 }
    if taken { left = factor }
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if left == 0 { return inputValid & 1 == 1 ? 1 : .max }
    if outputReady & 1 == 0 { return .max }
    return max(1, left - 1)
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    if left > edges && outputReady & 1 == 1 {
      left -= edges
    } else {
      clock(inputValid: inputValid, outputReady: outputReady)
    }
  }
}
