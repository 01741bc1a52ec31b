internal import Arithmetic
import BigInt
internal import Kernels
internal import Support

extension Linear {
  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let input = inputs[0]
    let sum = accumulatorShape
    switch accumulator {
    case .exact where multiplier.rule.isExact:
      // The widest integer on the way: a sum, or an activation whose weight is 0.
      let widest = max(sum.width, input.format.largestInteger.bitWidth + 1)
      if widest <= Float.exactBits { return kernelByBLAS(Float.self, input: input, output: output, width: sum.width) }
      if widest <= Double.exactBits { return kernelByBLAS(Double.self, input: input, output: output, width: sum.width) }
      return kernelByProducts(input: input, output: output, exactWidth: sum.width)
    case .exact: return kernelByProducts(input: input, output: output, exactWidth: sum.width)
    case .window:
      let width = exactShape(input: input.format).width
      return kernelByProducts(input: input, output: output, exactWidth: width)
    case .rounded:
      let sums = roundedSums(input: input)
      if isNarrow(sum.width) {
        let decoder = CodeDecoder<Int128>(input.format) { Int128($0) }
        let finish = finishByInteger(output: output)
        return { inputs, batch in finish(decoder.decode(sums(inputs[0], batch))) }
      }
      let finish = finishShifted(input: input, output: output)
      return { inputs, batch in finish(sums(inputs[0], batch)) }
    }
  }

  private func kernelByProducts(input: TensorType, output: TensorType, exactWidth width: Int) -> GoldenKernel {
    let products = ProductKernel(self, input: input, exactWidth: width)
    if isNarrow(width) {
      let finish = finishByInteger(output: output)
      return { inputs, batch in finish(products.narrowSums(inputs[0], batch: batch)) }
    }
    let finish = finishWide(output: output)
    return { inputs, batch in finish(products.wideSums(inputs[0], batch: batch)) }
  }

  /// Whether the affine of sums of so many bits fits into `Int128`.
  private func isNarrow(_ sumWidth: Int) -> Bool {
    sumWidth + affine.multiplierWidth <= 126 && affine.offsetWidth <= 126
  }

  func shape(input: TensorType) -> ConvolutionShape {
    ConvolutionShape(geometry: geometry, input: input.shape, groups: groups, outputs: outputs)
  }

  private func kernelByBLAS<T: BLASScalar>(
    _ type: T.Type, input: TensorType, output: TensorType, width: Int
  ) -> GoldenKernel {
    let shape = shape(input: input)
    let decoder = CodeDecoder<T>(input.format) { T(Int64($0)) }
    let (number, weightShape) = (weightFormat.number, weightShape)
    let palette = CodePalette(self.weights.values)
    let values = palette.codes.map { code in
      let operand = number.operand(of: code, in: weightShape)
      return T(
        sign: operand.negative ? .minus : .plus, exponent: T.Exponent(operand.shift),
        significand: T(operand.significand))
    }
    let weights = palette.places.map { values[Int($0)] }
    let padding = decoder.decode([input.zeroPointCode])[0]
    let sums: @Sendable ([UInt32], Int) -> [T] = { codes, batch in
      let activations = decoder.table.isEmpty ? decoder.decode(codes) : T.look(up: codes, in: decoder.table)
      return T.convolve(activations, batch: batch, shape: shape, weights: weights, padding: padding)
    }
    if let round = roundByDouble(output: output, sumWidth: width) {
      return { inputs, batch in T.round(sums(inputs[0], batch), by: round) }
    }
    if isNarrow(width) {
      let finish = finishByInteger(output: output)
      return { inputs, batch in finish(sums(inputs[0], batch).map { Int128(Int64($0)) }) }
    }
    let finish = finishWide(output: output)
    return { inputs, batch in finish(sums(inputs[0], batch).map { BigInt(Int64($0)) }) }
  }

  /// The affine and the encoder in doubles, where they are exact: fixed-point results of less than 53 bits.
  private func roundByDouble(output: TensorType, sumWidth: Int) -> AffineRound? {
    let number = output.format.number
    let shape = number.operandShape
    guard affine.rounding == .halfEven, shape.maximumShift == 0, shape.sign != .separate,
      max(sumWidth + affine.multiplierWidth, affine.offsetWidth) + 1 <= Double.exactBits
    else { return nil }
    func line(_ multipliers: [Int], _ offsets: [BigInt]) -> AffineRound.Line {
      AffineRound.Line(multipliers: multipliers.map(Double.init), offsets: offsets.map { Double(Int64($0)) })
    }
    // Past every sum, a border is as good as one there.
    let limit = BigInt(1) << Double.exactBits
    let below: (line: AffineRound.Line, borders: [Double])? = affine.below.map {
      (line($0.multipliers, $0.offsets), $0.borders.map { Double(Int64(min(max($0, -limit), limit))) })
    }
    return AffineRound(
      line(affine.multipliers, affine.offsets), below: below,
      exponent: affine.exponent - shape.lsb, range: number.order(of: lowest)...number.order(of: highest),
      mask: number.codeMask)
  }

  /// The sums of the format's own adder, as its codes.
  private func roundedSums(input: TensorType) -> @Sendable ([UInt32], Int) -> [UInt32] {
    guard let sum = try? RoundedSum(weight: weightFormat, activation: input.format, multiplier: multiplier) else {
      preconditionFailure("the layer is verified")
    }
    let shape = shape(input: input)
    let padding = input.zeroPointCode
    return { [weights] codes, batch in
      var sums = [UInt32](repeating: 0, count: batch * shape.pixels * shape.outputs)
      weights.values.withUnsafeBufferPointer { w in
        shape.forEachPatch(codes, batch: batch, padding: padding) { position, group, patch in
          patch.withUnsafeBufferPointer { patch in
            for o in group * shape.outputsPerGroup..<(group + 1) * shape.outputsPerGroup {
              let row = UnsafeBufferPointer(rebasing: w[o * shape.terms..<(o + 1) * shape.terms])
              sums[position * shape.outputs + o] = sum.dot(row, patch)
            }
          }
        }
      }
      return sums
    }
  }

  private func finishByInteger(output: TensorType) -> @Sendable ([Int128]) -> [UInt32] {
    let multipliers = affine.multipliers.map { Int128($0) }
    let offsets = affine.offsets.map { Int128($0) }
    let below = affine.below.map { below in
      multipliers.indices.map { o in
        // Borders past every sum may be longer than these.
        (
          border: Int128(exactly: below.borders[o]) ?? (below.borders[o] < 0 ? .min : .max),
          multiplier: Int128(below.multipliers[o]), offset: Int128(below.offsets[o])
        )
      }
    }
    return { sums in
      var scaled = sums
      for start in stride(from: 0, to: scaled.count, by: multipliers.count) {
        for o in multipliers.indices {
          let sum = scaled[start + o]
          if let other = below?[o], sum < other.border {
            scaled[start + o] = sum * other.multiplier + other.offset
          } else {
            scaled[start + o] = sum * multipliers[o] + offsets[o]
          }
        }
      }
      let codes = affine.codes(of: scaled, in: output.format)
      return output.format.bounded(codes, lowest: lowest, highest: highest)
    }
  }

  private func finishWide(output: TensorType) -> @Sendable ([BigInt]) -> [UInt32] {
    return { [self] sums in
      let codes = sums.enumerated().map { wideCode($1, channel: $0 % affine.multipliers.count, output: output) }
      return output.format.bounded(codes, lowest: lowest, highest: highest)
    }
  }

  /// The code of one sum of any length, not bounded yet.
  func wideCode(_ sum: BigInt, channel: Int, output: TensorType) -> UInt32 {
    affine.code(of: affine.total(of: sum, channel: channel), in: output.format)
  }
}
