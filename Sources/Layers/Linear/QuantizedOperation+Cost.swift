internal import Arithmetic
internal import Datapath
package import QuantizedIR
internal import Support

extension QuantizedOperation {
  /// Roughly the look-up tables that make one code a cycle from a sum or from the input's code, to compare one way with
  /// another; nil for operations of other kinds.
  package func lookUpTables(input: TensorType, output: TensorType) -> Int? {
    switch self {
    case .linear(let linear):
      let arithmetic = LinearArithmetic(
        weight: linear.weightFormat, input: input.format, multiplier: linear.multiplier,
        accumulator: linear.accumulatorShape,
        isRounded: linear.accumulator == .rounded, affine: linear.affine,
        rounding: Rounding(format: output.format, lowest: linear.lowest, highest: linear.highest))
      return LinearDatapath(
        title: [], units: 1, lanesPerUnit: 1, sharesActivations: true, wordsPerResult: 1,
        results: linear.affine.multipliers.count, weights: nil, arithmetic: arithmetic
      ).finishTables
    case .stepTable(let steps):
      return Search(
        lanes: 1, input: input.format, output: output.format, thresholds: steps.thresholds, codes: steps.codes
      ).graph.inventory.lookUpTables
    case .codeTable(let table):
      return Inventory.Memory(words: table.entries.count, width: output.format.width, isConstant: true).lookUpTables
    case .windowMaximum, .scaledSum, .scaledProduct, .channelArgmax, .joined, .cropped, .padded, .rearranged, .repeated,
      .reshaped:
      return nil
    }
  }
}
