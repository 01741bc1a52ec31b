import Layers
import NetworkIR
import Support

/// Compares an operation's gradients with finite differences of its results.
///
/// Results are 32-bit floats, summed in 64: a difference over 2^-7 shows their slope to about four digits.
struct FiniteDifference {
  var operation: any DifferentiableOperation
  var shapes: [Shape]
  var batch = 2
  /// The elements lie in -reach...reach around the center, further apart than the step, so that no function bends between.
  var reach: Float = 1
  var center: Float = 0
  private static let step: Float = 0x1p-8

  /// The largest difference relative to the largest gradient; nil where shapes do not fit.
  func largestError(seed: UInt64) throws -> Double {
    var random = SplitMix64(seed: seed)
    let output = try operation.outputShape(of: shapes)
    let inputs = shapes.map { spread($0.count * batch, &random) }
    let gradient = (0..<output.count * batch).map { _ in Float.random(in: -1...1, using: &random) }
    let found = operation.gradients(
      BackwardPass(inputs: inputs, shapes: shapes, output: output, gradient: gradient, batch: batch))
    func value(_ operation: any NetworkOperation, _ inputs: [[Float]]) -> Double {
      let result = operation.evaluate(inputs, shapes: shapes, output: output, batch: batch)
      return zip(result, gradient).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    var worst = 0.0
    for input in inputs.indices {
      let expected = inputs[input].indices.map { place in
        slope { move in
          var moved = inputs
          moved[input][place] += move
          return value(operation, moved)
        }
      }
      worst = max(worst, error(found.inputs[input], expected))
    }
    guard let trainable = operation as? any TrainableOperation else { return worst }
    for parameter in trainable.parameters.indices {
      let expected = trainable.parameters[parameter].indices.map { place in
        slope { move in
          var moved = trainable
          moved.parameters[parameter][place] += move
          return value(moved, inputs)
        }
      }
      worst = max(worst, error(found.parameters[parameter], expected))
    }
    return worst
  }

  private func slope(_ value: (Float) -> Double) -> Double {
    (value(Self.step) - value(-Self.step)) / Double(2 * Self.step)
  }

  private func error(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count, !found.isEmpty else { return .infinity }
    let scale = max(1, expected.map(\.magnitude).max() ?? 0)
    return zip(found, expected).map { (Double($0) - $1).magnitude / scale }.max() ?? .infinity
  }

  /// Different values in random order, none near 0.
  private func spread(_ count: Int, _ random: inout SplitMix64) -> [Float] {
    (0..<count).map { center + reach * (2 * (Float($0) + 0.5) / Float(count) - 1) }.shuffled(using: &random)
  }
}
