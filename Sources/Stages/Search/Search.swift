package import Arithmetic
package import PipelineIR
package import Support

/// A function of one element of wide codes: each lane finds how many thresholds its code reaches, by halves, and looks up
/// the output code at that place.
///
/// There is one table for all channels, or one for each.
package struct Search: StageOperation, Hashable {
  package static let kind = "search"

  package var lanes: Int
  /// Fixed point.
  package var input: Format
  package var output: Format
  /// Tables x (2^levels - 1), each ascending, in units of the input's lowest bit.
  package var thresholds: Tensor<Int>
  /// Tables x 2^levels.
  package var codes: Tensor<UInt32>

  package init(
    lanes: Int, input: Format, output: Format, thresholds: Tensor<Int>, codes: Tensor<UInt32>
  ) {
    self.lanes = lanes
    self.input = input
    self.output = output
    self.thresholds = thresholds
    self.codes = codes
  }

  /// 1, or as many as there are channels.
  var tables: Int { codes.shape[0] }
  /// Comparisons of a search.
  var levels: Int { (codes.values.count / tables).trailingZeroBitCount }
  /// Words of a pixel, as far as they have tables of their own.
  var slices: Int { tables == 1 ? 1 : tables / lanes }
}

extension Search {
  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard stream.lanes == lanes, stream.elementWidth == input.width, input.number is any FixedPointFormat else {
      throw misfit(
        "words of \(stream.lanes) lanes of \(stream.elementWidth) bits enter; it takes \(lanes) of \(input)")
    }
    guard codes.shape.count == 2, tables > 0, levels > 0, codes.shape[1] == 1 << levels,
      thresholds.shape == [tables, codes.shape[1] - 1]
    else { throw misfit("thresholds of \(thresholds.shape) and codes of \(codes.shape)") }
    guard tables == 1 || tables % lanes == 0 && stream.wordsPerFrame % slices == 0 else {
      throw misfit("\(tables) tables for \(lanes) lanes and frames of \(stream.wordsPerFrame) words")
    }
    stream.elementWidth = output.width
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  package func memoryBits(inputs: [StreamType]) -> Int {
    (tables == 1 ? lanes : 1) * (thresholds.values.count * input.width + codes.values.count * output.width)
  }
  package func capacity(inputs: [StreamType]) -> StageCapacity { .pipeline(wordsPerResult: 1) }
  package func model(inputs: [StreamType]) -> StageModel { ElasticModel(latency: levels + 1, wordsPerResult: 1) }

  package func inventory(inputs: [StreamType]) -> Inventory {
    var result = Inventory(registers: levels * (lanes * input.width + 1) + lanes * levels * (levels - 1) / 2 + 1)
    result.comparators = lanes * levels * input.width
    for level in 0..<levels {
      result.memories.append(
        Inventory.Memory(count: lanes, words: slices << level, width: input.width, isConstant: true))
    }
    result.memories.append(
      Inventory.Memory(count: lanes, words: slices << levels, width: output.width, isConstant: true))
    return result
  }
}
