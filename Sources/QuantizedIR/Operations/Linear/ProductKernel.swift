internal import Arithmetic
import BigInt
internal import Kernels
internal import Support

/// A layer's sums product by product: for approximate multipliers, for windows, and for what BLAS cannot hold exactly.
struct ProductKernel: Sendable {
  private let shape: ConvolutionShape
  private let multiplier: any Multiplier
  private let weights: [Operand]
  private let padding: Operand
  private let operands: OperandTable
  /// The accumulator's unit as a power of two, relative to that of the products.
  private let unit: Int
  /// Bits to which sums wrap; nil for exact sums.
  private let window: Int?
  /// Bits of the exact sums.
  private let exactWidth: Int

  init(_ linear: Linear, input: TensorType, exactWidth: Int) {
    let weightShape = linear.weightShape
    let number = linear.weightFormat.number
    shape = linear.shape(input: input)
    multiplier = linear.multiplier.rule
    weights = linear.weights.values.map { number.operand(of: $0, in: weightShape) }
    padding = input.format.number.operand(of: input.zeroPointCode)
    operands = OperandTable(input.format.number)
    unit = linear.accumulatorShape.lsb - weightShape.lsb - input.format.number.operandShape.lsb
    window = linear.accumulator == .exact ? nil : linear.accumulatorShape.width
    self.exactWidth = exactWidth
  }

  /// Sums of at most 126 bits, window or not.
  func narrowSums(_ codes: [UInt32], batch: Int) -> [Int128] {
    var sums = [Int128](repeating: 0, count: batch * shape.pixels * shape.outputs)
    forEachSum(codes, batch: batch) { place, weights, activations in
      var sum = NarrowSum()
      multiplier.add(weights, activations, count: shape.terms, unit: unit, to: &sum)
      sums[place] = window.map { sum.value.wrapped(toWidth: $0) } ?? sum.value
    }
    return sums
  }

  /// Sums of any width.
  func wideSums(_ codes: [UInt32], batch: Int) -> [BigInt] {
    var sums = [BigInt](repeating: 0, count: batch * shape.pixels * shape.outputs)
    var sum = WideSum(width: exactWidth)
    forEachSum(codes, batch: batch) { place, weights, activations in
      sum.clear()
      multiplier.add(weights, activations, count: shape.terms, unit: unit, to: &sum)
      sums[place] = window.map { sum.value.wrapped(toWidth: $0) } ?? sum.value
    }
    return sums
  }

  /// Calls `body` with the place of each sum and the operands of its terms.
  private func forEachSum(
    _ codes: [UInt32], batch: Int, _ body: (Int, UnsafePointer<Operand>, UnsafePointer<Operand>) -> Void
  ) {
    weights.withUnsafeBufferPointer { weights in
      guard let w = weights.baseAddress else { return }
      shape.forEachPatch(operands.decode(codes), batch: batch, padding: padding) { position, group, patch in
        patch.withUnsafeBufferPointer { patch in
          guard let x = patch.baseAddress else { return }
          for o in group * shape.outputsPerGroup..<(group + 1) * shape.outputsPerGroup {
            body(position * shape.outputs + o, w + o * shape.terms, x)
          }
        }
      }
    }
  }
}
