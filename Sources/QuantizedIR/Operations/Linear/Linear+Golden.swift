internal import Arithmetic
import BigInt
internal import Kernels
internal import Support

extension Linear {
  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let input = inputs[0]
    switch accumulator {
    case .exact:
      // The widest integer on the way: a sum, or a factor whose product is 0.
      let widest = max(
        accumulatorShape.width, input.format.largestInteger.bitWidth + 1, weightShape.significandWidth)
      return (widest <= Float.exactBits ? kernelByIntegers(Float.self, input: input, output: output) : nil)
        ?? (widest <= Double.exactBits ? kernelByIntegers(Double.self, input: input, output: output) : nil)
        ?? kernelByReals(input: input, output: output)
        ?? kernelByProducts(input: input, output: output, exactWidth: accumulatorShape.width)
    case .window:
      return kernelByProducts(input: input, output: output, exactWidth: exactShape(input: input.format).width)
    case .rounded: return kernelByRounding(input: input, output: output)
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

  /// By sums that the type holds exactly.
  private func kernelByIntegers<T: BLASScalar>(_ type: T.Type, input: TensorType, output: TensorType) -> GoldenKernel? {
    guard let reals = RealSums<T>(self, input: input, unit: .least) else { return nil }
    let weights = reals.prepared(self.weights.values)
    let sums: @Sendable ([UInt32], Int) -> [T] = { reals.sums($0, batch: $1, weights: weights).sums }
    let width = accumulatorShape.width
    if let round = roundByDouble(output: output, sumWidth: width) {
      return { inputs, batch in T.round(sums(inputs[0], batch), by: round) }
    }
    if let finish = finishByIntervals(input: input, output: output, IntervalRound.Sums(unit: 0, width: width)) {
      return { inputs, batch in finish(sums(inputs[0], batch).map { Double($0) }, 0, inputs[0]) }
    }
    if isNarrow(width) {
      let finish = finishByInteger(output: output)
      return { inputs, batch in finish(sums(inputs[0], batch).map { Int128(Int64($0)) }) }
    }
    let finish = finishWide(output: output)
    return { inputs, batch in finish(sums(inputs[0], batch).map { BigInt(Int64($0)) }) }
  }

  /// By sums that are rounded on the way.
  private func kernelByReals(input: TensorType, output: TensorType) -> GoldenKernel? {
    guard let reals = RealSums<Double>(real: self, input: input) else { return nil }
    let weights = reals.prepared(self.weights.values)
    let known = IntervalRound.Sums(
      unit: -accumulatorShape.lsb, errors: weights.errors, constantError: weights.constantError)
    guard let finish = finishByIntervals(input: input, output: output, known) else { return nil }
    return { inputs, batch in
      let (sums, largest) = reals.sums(inputs[0], batch: batch, weights: weights)
      return finish(sums, largest, inputs[0])
    }
  }

  /// By the format's own adder: that of binary32 is the machine's, unless numbers grow past its largest one.
  private func kernelByRounding(input: TensorType, output: TensorType) -> GoldenKernel {
    let real = OperandReals<Double>(input.format, unit: 0)
    let isMachine = (input.format.number as? FloatFormat)?.isBinary32 == true && multiplier.rule.isExact
    let (codes, floats) = (roundedSums(input: input), binarySums(input: input))
    if let finish = finishByIntervals(
      input: input, output: output, IntervalRound.Sums(unit: -accumulatorShape.lsb))
    {
      return { inputs, batch in
        let sums = isMachine ? floats(inputs[0], batch).map { Double($0) } : real.decode(codes(inputs[0], batch))
        return finish(sums, 0, inputs[0])
      }
    }
    let finish = finishWide(output: output)
    return { inputs, batch in finish(codes(inputs[0], batch).map { input.format.integer(of: $0) }) }
  }

  /// Affine and encoder of sums that floats hold more or less; the numbers are the sums and the largest activation.
  private func finishByIntervals(
    input: TensorType, output: TensorType, _ sums: IntervalRound.Sums
  ) -> (@Sendable ([Double], Double, [UInt32]) -> [UInt32])? {
    guard let round = IntervalRound(self, output: output, sums: sums) else { return nil }
    let exact = ExactResult(self, input: input, output: output)
    return { sums, largest, activations in
      var (codes, open) = round.codes(sums, largest: largest)
      for place in open { codes[place] = exact.code(at: place, of: activations) }
      return codes
    }
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

  /// The same in the machine's arithmetic: no numbers where the format's saturates.
  private func binarySums(input: TensorType) -> @Sendable ([UInt32], Int) -> [Float] {
    let shape = shape(input: input)
    let weights = shape.packed(self.weights.values.map { Float(bitPattern: $0) })
    let padding = Float(bitPattern: input.zeroPointCode)
    return { codes, batch in
      Float.convolve(
        codes.map { Float(bitPattern: $0) }, batch: batch, shape: shape, packed: weights, padding: padding,
        rule: .products)
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
