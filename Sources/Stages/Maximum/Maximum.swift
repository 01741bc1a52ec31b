package import Arithmetic
package import PipelineIR
package import Support

/// Max pooling: of every `taps` words the greatest element of each lane, by value.
package struct Maximum: StageOperation, Hashable {
  package static let kind = "maximum"

  package var format: Format
  package var lanes: Int
  /// Words of one window.
  package var taps: Int

  package init(format: Format, lanes: Int, taps: Int) {
    self.format = format
    self.lanes = lanes
    self.taps = taps
  }
}

extension Maximum {
  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard taps > 0, stream.lanes == lanes, stream.elementWidth == format.width else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(taps) of \(lanes) lanes of "
          + "\(format.width) bits")
    }
    guard stream.wordsPerFrame.isMultiple(of: taps) else {
      throw misfit("\(stream.wordsPerFrame) words a frame are no windows of \(taps) taps")
    }
    stream.wordsPerFrame /= taps
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { 0 }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: lanes * format.width + bits(for: taps) + 1)
    guard taps > 1 else { return result }
    result.comparators = lanes * format.width
    result.multiplexers = lanes * format.width
    return result
  }

  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: taps) }
  package func model(inputs: [StreamType]) -> StageModel { ElasticModel(latency: 1, wordsPerResult: taps) }
}
