import Arithmetic
import Layers
import QuantizedIR
import Support
import Testing

/// Sums and products of two tensors of different formats, scales and zero points, against real arithmetic.
@Suite struct PairTests {
  private static let formats = ["fixed<8>", "ufixed<8>", "ufixed<6,2>", "fixed<12,4>", "fixed<16>"]

  private struct Trial {
    var types: [TensorType]
    var output: TensorType
    var codes: [[UInt32]]
    var reals: [[Double]]
    var settings: LayerSettings

    /// Random types whose scales differ by up to 2^12, and an output that holds most results.
    init(_ random: inout SplitMix64, combine: (Double, Double) -> Double) throws {
      let shape = Shape(height: 5, width: 8, channels: 5)
      types = try (0..<2).map { _ in
        let format = try Format(PairTests.formats.randomElement(using: &random) ?? "fixed<8>")
        return TensorType(
          shape: shape, format: format,
          scale: .random(in: 1...2, using: &random) / Double(1 << Int.random(in: 0...12, using: &random)),
          zeroPoint: format.limits.low < 0 ? 0 : Int.random(in: 0...9, using: &random))
      }
      codes = types.map { type in
        (0..<shape.count).map { _ in UInt32(truncatingIfNeeded: random.next()) & type.format.number.codeMask }
      }
      reals = zip(codes, types).map { codes, type in codes.map(type.real) }
      let top = zip(reals[0], reals[1]).map { combine($0, $1).magnitude }.max() ?? 1
      let format = try Format(["fixed<8>", "fixed<10,2>", "ufixed<8>"].randomElement(using: &random) ?? "fixed<8>")
      output = TensorType(
        shape: shape, format: format, scale: top / format.limits.high / .random(in: 0.8...1.2, using: &random),
        zeroPoint: format.limits.low < 0 ? 0 : 7)
      settings = LayerSettings(
        weights: format, activations: format, multiplier: nil, accumulator: .exact, affineWidth: 18)
    }

    /// The codes' distances from `combine`, in units of the output's lowest bit, beyond what one rounding and the
    /// affine's own rounding allow.
    func excess(_ operation: QuantizedOperation, combine: (Double, Double) -> Double) throws -> [Double] {
      try operation.verify(inputs: types, output: output)
      let found = operation.kernel(inputs: types, output: output)(codes, 1)
      #expect(found.count == output.shape.count)
      let unit = Double(sign: .plus, exponent: output.format.number.operandShape.lsb, significand: 1)
      let limits = output.format.limits
      return found.indices.map { index in
        let (a, b) = (reals[0][index], reals[1][index])
        let value = combine(a, b) / output.scale + Double(output.zeroPoint)
        let nearest = min(max(value, limits.low), limits.high)
        let code = output.format.number.double(of: found[index]) ?? .infinity
        // Each multiplier has at least 16 bits, the larger one's unit for both.
        let codes = zip(types, [a, b]).map { ($1 / $0.scale).magnitude + Double($0.zeroPoint) }
        let slack = (codes[0] + codes[1]) * (types.map(\.scale).max() ?? 0) / output.scale / 65536
        return (code - nearest).magnitude / unit - 0.5 - max(slack, combine(a, b).magnitude / output.scale / 32768)
          / unit
      }
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func sumsAreRoundedOnce(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let trial = try Trial(&random, combine: +)
    let context = LayerContext(inputs: trial.types, output: trial.output, settings: trial.settings)
    let excess = try trial.excess(try Addition().quantize(context), combine: +)
    #expect(excess.count == 200 && excess.allSatisfy { $0 <= 1e-6 }, "seed \(seed): \(excess.max() ?? 0)")
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func productsAreRoundedOnce(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let trial = try Trial(&random, combine: *)
    let context = LayerContext(inputs: trial.types, output: trial.output, settings: trial.settings)
    let excess = try trial.excess(try Multiplication().quantize(context), combine: *)
    #expect(excess.count == 200 && excess.allSatisfy { $0 <= 1e-6 }, "seed \(seed): \(excess.max() ?? 0)")
  }
}
