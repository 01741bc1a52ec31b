internal import Arithmetic
import BigInt
internal import Kernels
package import QuantizedIR
internal import Support

extension Linear {
  package func kernel(inputs: [TensorType], output: TensorType) -> Kernel {
    let input = inputs[0]
    // The widest integer on the way: a sum, or an activation whose weight is 0.
    let width = max(exactSumWidth(input: input), input.format.largestInteger.bitWidth + 1)
    if accumulator == .exact && width <= Float.exactBits {
      return kernelByBLAS(Float.self, input: input, output: output, width: width)
    }
    if accumulator == .exact && width <= Double.exactBits {
      return kernelByBLAS(Double.self, input: input, output: output, width: width)
    }
    if width + affine.multiplierWidth <= 126 && affine.offsetWidth <= 126 {
      let sums = sums(CodeDecoder(input.format) { Int128($0) }, CodeDecoder(weightFormat) { Int128($0) }, input: input)
      let finish = finishByInteger(output: output)
      return { inputs, batch in finish(sums(inputs[0], batch)) }
    }
    let sums = sums(CodeDecoder(input.format) { $0 }, CodeDecoder(weightFormat) { $0 }, input: input)
    return { inputs, batch in finish(sums(inputs[0], batch), output: output) }
  }

  private func shape(input: TensorType) -> ConvolutionShape {
    ConvolutionShape(geometry: geometry, input: input.shape, groups: groups, outputs: outputs)
  }

  private func kernelByBLAS<T: BLASScalar>(
    _ type: T.Type, input: TensorType, output: TensorType, width: Int
  ) -> Kernel {
    let shape = shape(input: input)
    let decoder = CodeDecoder<T>(input.format) { T(Int64($0)) }
    let weights = CodeDecoder<T>(weightFormat) { T(Int64($0)) }.decode(self.weights.values)
    let padding = decoder.decode([input.zeroPointCode])[0]
    let sums: @Sendable ([UInt32], Int) -> [T] = { codes, batch in
      let activations = decoder.table.isEmpty ? decoder.decode(codes) : T.look(up: codes, in: decoder.table)
      return T.convolve(activations, batch: batch, shape: shape, weights: weights, padding: padding)
    }
    if let round = roundByDouble(output: output, sumWidth: width) {
      return { inputs, batch in T.round(sums(inputs[0], batch), by: round) }
    }
    let finish = finishByInteger(output: output)
    return { inputs, batch in finish(sums(inputs[0], batch).map { Int128(Int64($0)) }) }
  }

  /// The affine and the encoder in doubles, where they are exact: fixed-point results of less than 53 bits.
  private func roundByDouble(output: TensorType, sumWidth: Int) -> AffineRound? {
    let number = output.format.number
    let shape = number.operandShape
    guard shape.maximumShift == 0, shape.sign != .separate,
      max(sumWidth + affine.multiplierWidth, affine.offsetWidth) + 1 <= Double.exactBits
    else { return nil }
    return AffineRound(
      multipliers: affine.multipliers.map(Double.init), offsets: affine.offsets.map { Double(Int64($0)) },
      exponent: affine.exponent - shape.lsb, range: number.order(of: lowest)...number.order(of: highest),
      mask: number.codeMask)
  }

  /// The sums product by product, for what BLAS cannot hold exactly and for windows.
  private func sums<T: WindowedInteger>(
    _ activations: CodeDecoder<T>, _ weights: CodeDecoder<T>, input: TensorType
  ) -> @Sendable ([UInt32], Int) -> [T] {
    let shape = shape(input: input)
    let w = weights.decode(self.weights.values)
    let padding = activations.decode([input.zeroPointCode])[0]
    let dropped = sumLsb(input: input) - productLsb(input: input)
    let width = accumulator == .exact ? nil : sumWidth(input: input)
    return { codes, batch in
      var sums = [T](repeating: 0, count: batch * shape.pixels * outputs)
      shape.forEachPatch(activations.decode(codes), batch: batch, padding: padding) { position, group, patch in
        for o in group * shape.outputsPerGroup..<(group + 1) * shape.outputsPerGroup {
          var sum: T = 0
          for term in 0..<shape.terms where patch[term] != 0 {
            sum += (patch[term] * w[o * shape.terms + term]).floorShifted(right: dropped)
          }
          sums[position * outputs + o] = width.map { sum.wrapped(toWidth: $0) } ?? sum
        }
      }
      return sums
    }
  }

  private func finishByInteger(output: TensorType) -> @Sendable ([Int128]) -> [UInt32] {
    let multipliers = affine.multipliers.map { Int128($0) }
    let offsets = affine.offsets.map { Int128($0) }
    return { sums in
      var scaled = sums
      for start in stride(from: 0, to: scaled.count, by: outputs) {
        for o in 0..<outputs { scaled[start + o] = scaled[start + o] * multipliers[o] + offsets[o] }
      }
      let codes = output.format.encode(scaled, exponent: affine.exponent)
      return output.format.bounded(codes, lowest: lowest, highest: highest)
    }
  }

  private func finish(_ sums: [BigInt], output: TensorType) -> [UInt32] {
    let codes = sums.enumerated().map { index, sum in
      let t = sum * BigInt(affine.multipliers[index % outputs]) + affine.offsets[index % outputs]
      return output.format.number.encode(Dyadic(t, exponent: affine.exponent))
    }
    return output.format.bounded(codes, lowest: lowest, highest: highest)
  }
}

/// An integer that can be cut to a window: BigInt's own shifts and masks do not floor.
private protocol WindowedInteger: SignedInteger, Sendable {
  func floorShifted(right places: Int) -> Self
  func wrapped(toWidth width: Int) -> Self
}

extension BigInt: WindowedInteger {}

extension Int128: WindowedInteger {
  fileprivate func floorShifted(right places: Int) -> Int128 { self >> Int128(places) }

  fileprivate func wrapped(toWidth width: Int) -> Int128 {
    let unused = Int128(128 - width)
    return (self << unused) >> unused
  }
}
