package import Arithmetic
package import Datapath
package import QuantizedIR
internal import Support

extension Linear {
  /// The number systems of the stage that computes it, with the accumulator that it has there.
  package func arithmetic(input: TensorType, output: TensorType, accumulator shape: AccumulatorShape)
    -> LinearArithmetic
  {
    LinearArithmetic(
      weight: weightFormat, input: input.format, multiplier: multiplier, accumulator: shape,
      isRounded: accumulator == .rounded, affine: affine,
      rounding: Rounding(format: output.format, lowest: lowest, highest: highest))
  }
}

extension QuantizedOperation {
  /// Roughly the look-up tables that make one code a cycle from a sum or from the input's code, to compare one way with
  /// another; nil for operations of other kinds.
  package func lookUpTables(input: TensorType, output: TensorType) -> Int? {
    switch self {
    case let linear as Linear:
      guard let shape = try? linear.accumulatorShape(input: input) else { return nil }
      return LinearDatapath(
        title: [], units: 1, lanesPerUnit: 1, sharesActivations: true, wordsPerResult: 1,
        results: linear.affine.multipliers.count, weights: nil,
        arithmetic: linear.arithmetic(input: input, output: output, accumulator: shape)
      ).finishTables
    case let steps as StepTable:
      return Search(
        lanes: 1, input: input.format, output: output.format, thresholds: steps.thresholds, codes: steps.codes
      ).graph.inventory.lookUpTables
    case let table as CodeTable:
      return Inventory.Memory(words: table.entries.count, width: output.format.width, isConstant: true).lookUpTables
    default: return nil
    }
  }
}
