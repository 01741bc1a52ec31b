package import Arithmetic
package import PipelineIR
package import Support

/// The index of the greatest channel of each pixel, the lowest index of equals, as one unsigned number a word.
package struct ArgmaxStage: StageOperation, Hashable {
  package static let kind = "argmax"

  package var format: Format
  package var lanes: Int
  /// A multiple of `lanes`.
  package var channels: Int

  package init(format: Format, lanes: Int, channels: Int) {
    self.format = format
    self.lanes = lanes
    self.channels = channels
  }

  /// Bits of an index, at least 1; the output's format is `ufixed` of that width.
  package var indexWidth: Int { bits(for: channels) }
  var slices: Int { channels / lanes }
}

extension ArgmaxStage {
  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    let stream = try single(inputs)
    guard lanes > 0, channels > 0, channels.isMultiple(of: lanes) else {
      throw misfit("\(lanes) lanes do not divide \(channels) channels")
    }
    guard stream.lanes == lanes, stream.elementWidth == format.width, stream.wordsPerFrame.isMultiple(of: slices) else {
      throw misfit(
        "\(stream.wordsPerFrame) words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes pixels "
          + "of \(slices) words of \(lanes) lanes of \(format.width) bits")
    }
    return [StreamType(lanes: 1, elementWidth: indexWidth, wordsPerFrame: stream.wordsPerFrame / slices)]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int { 0 }

  package func inventory(inputs: [StreamType]) -> Inventory {
    let word = format.width + indexWidth
    var result = Inventory(registers: 2 * word + indexWidth + bits(for: slices) + 4)
    result.comparators = lanes * format.width
    result.multiplexers = lanes * word
    result.adders = 2 * indexWidth
    return result
  }

  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: slices) }
  package func model(inputs: [StreamType]) -> StageModel { ElasticModel(latency: 2, wordsPerResult: slices) }
}
