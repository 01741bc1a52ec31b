internal import Arithmetic
internal import BigInt
internal import Kernels
internal import Support

/// A layer's results one at a time, in integers of any length: for those that faster ways leave open.
struct ExactResult: Sendable {
  private let linear: Linear
  private let input: TensorType
  private let output: TensorType
  private let shape: ConvolutionShape
  private let weightShape: OperandShape
  private let padding: UInt32
  private let rounded: RoundedSum?

  init(_ linear: Linear, input: TensorType, output: TensorType) {
    self.linear = linear
    self.input = input
    self.output = output
    shape = linear.shape(input: input)
    weightShape = linear.weightShape
    padding = input.zeroPointCode
    rounded =
      linear.accumulator == .rounded
      ? try? RoundedSum(weight: linear.weightFormat, activation: input.format, multiplier: linear.multiplier) : nil
  }

  /// The code of the result at a place, counted through the batch.
  func code(at place: Int, of codes: [UInt32]) -> UInt32 {
    let (position, channel) = place.quotientAndRemainder(dividingBy: shape.outputs)
    let patch = shape.patch(
      codes, position: position, group: channel / shape.outputsPerGroup, padding: padding)
    let row = Array(linear.weights.values[channel * shape.terms..<(channel + 1) * shape.terms])
    let sum = rounded.map { sum in
      row.withUnsafeBufferPointer { row in
        patch.withUnsafeBufferPointer { input.format.integer(of: sum.dot(row, $0)) }
      }
    }
    let code = linear.wideCode(
      sum ?? self.sum(row, patch), channel: place % linear.affine.multipliers.count, output: output)
    return output.format.bounded([code], lowest: linear.lowest, highest: linear.highest)[0]
  }

  private func sum(_ weights: [UInt32], _ patch: [UInt32]) -> BigInt {
    let (weight, activation) = (linear.weightFormat.number, input.format.number)
    let row = weights.map { weight.operand(of: $0, in: weightShape) }
    let terms = patch.map { code in
      activation.hasValue(code)
        ? activation.operand(of: code) : Operand(negative: false, significand: 0, shift: 0)
    }
    let unit = linear.accumulatorShape.lsb - weightShape.lsb - activation.operandShape.lsb
    var sum = WideSum(width: linear.accumulatorShape.width)
    row.withUnsafeBufferPointer { row in
      terms.withUnsafeBufferPointer { terms in
        guard let w = row.baseAddress, let x = terms.baseAddress else { return }
        linear.multiplier.rule.add(w, x, count: shape.terms, unit: unit, to: &sum)
      }
    }
    return sum.value
  }
}
