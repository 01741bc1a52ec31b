import Arithmetic
package import Datapath
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
  package func capacity(inputs: [StreamType]) -> StageCapacity { .queue(depth + 1) }
  package func model(inputs: [StreamType]) -> StageModel { FifoModel(depth: depth) }

  package func buffer(inputs: [StreamType]) -> StageBuffer? {
    // The other branch may hold many frames back where frames are short.
    StageBuffer(
      size: depth, minimum: 2, maximum: 1 << 20, wordsPerUnit: 1, bitsPerUnit: inputs[0].wordWidth, isQueue: true)
  }

  package func withBuffer(_ size: Int) -> any StageOperation { Fifo(depth: size) }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: 3 * bits(for: depth) + 2)
    result.adders = 4 * bits(for: depth)
    result.memories = [Inventory.Memory(words: depth, width: inputs[0].wordWidth, isConstant: false)]
    return result
  }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream("fifo", [("WIDTH", .integer(inputs[0].wordWidth)), ("DEPTH", .integer(depth))])
  }
}

private final class FifoModel: StageModel {
  let depth: Int
  private var count = 0
  private var held = false
  private var peak = 0

  init(depth: Int) { self.depth = depth }

  override var latency: Int { 2 }
  override var peakWords: Int { peak }
  override var valid: UInt32 { held ? 1 : 0 }
  override func ready(_ outputReady: UInt32) -> UInt32 { count < depth ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    let taken = count < depth && inputValid & 1 == 1
    let advance = !held || outputReady & 1 == 1
    let read = advance && count > 0
    if advance { held = read }
    if taken { peak = max(peak, count + 1) }
    count += (taken ? 1 : 0) - (read ? 1 : 0)
  }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    let (offered, accepted) = (inputValid & 1 == 1, outputReady & 1 == 1)
    guard held else { return offered || count > 0 ? 1 : .max }
    switch (offered, accepted) {
    case (false, false): return .max
    case (true, false): return count < depth ? depth - count : .max
    case (false, true): return count == depth ? 1 : count + 1
    case (true, true): return count == depth || count == 0 ? 1 : .max
    }
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    let (offered, accepted) = (inputValid & 1 == 1, outputReady & 1 == 1)
    guard edges > 1, held else { return clock(inputValid: inputValid, outputReady: outputReady) }
    if offered && !accepted {
      let before = count
      count = min(depth, count + edges)
      if count > before { peak = max(peak, count) }
    } else if accepted && !offered {
      held = edges <= count
      count = max(0, count - edges)
    } else if accepted {
      peak = max(peak, count + 1)
    }
  }
}
