import Arithmetic
package import Datapath
package import PipelineIR
package import Support

/// Joins `factor` words into one, the first in the lowest lanes. Latency 1 cycle from the last of them.
package struct Widen: StageOperation, Hashable {
  package static let kind = "widen"

  /// At least 2; divides the words of a frame.
  package var factor: Int

  package init(factor: Int) { self.factor = factor }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard factor >= 2, stream.wordsPerFrame % factor == 0 else {
      throw misfit("cannot join \(stream.wordsPerFrame) words a frame by \(factor)")
    }
    stream.lanes *= factor
    stream.wordsPerFrame /= factor
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  /// A word at the output, and all but one of the next.
  package func capacity(inputs: [StreamType]) -> StageCapacity {
    let factor = factor
    return .stream(gives: { $0 / factor }, takes: { ($0 + 2) * factor - 1 })
  }

  package func model(inputs: [StreamType]) -> StageModel { WidenModel(factor: factor) }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: (2 * factor - 1) * inputs[0].wordWidth + bits(for: factor) + 1)
    result.adders = bits(for: factor)
    return result
  }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream("widen", [("WIDTH", .integer(inputs[0].wordWidth)), ("FACTOR", .integer(factor))])
  }
}

private final class WidenModel: StageModel {
  let factor: Int
  private var joined = 0
  private var held = false

  init(factor: Int) { self.factor = factor }

  override var valid: UInt32 { held ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { joined < factor - 1 || !held || outputReady & 1 == 1 ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    let taken = inputValid & ready(outputReady) & 1 == 1
    if outputReady & 1 == 1 { held = false }
    guard taken else { return }
    joined += 1
    guard joined == factor else { return }
    joined = 0
    held = true
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if held && outputReady & 1 == 1 { return 1 }
    if inputValid & 1 == 0 { return .max }
    let room = factor - 1 - joined
    return held ? (room > 0 ? room : .max) : room + 1
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    guard edges > 1, !held || outputReady & 1 == 0 else {
      return clock(inputValid: inputValid, outputReady: outputReady)
    }
    guard inputValid & 1 == 1 else { return }
    joined = min(joined + edges, held ? factor - 1 : factor)
    if joined == factor { (joined, held) = (0, true) }
  }
}
