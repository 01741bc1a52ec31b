import Arithmetic
import BigInt
import Support
import Testing

@testable import QuantizedIR

/// Sums in floats and in lanes against the law: many outputs and few, every kind of layer, and the codes at formats' ends.
@Suite struct RealSumTests {
  /// How a layer's outputs read its inputs.
  enum Kind: CaseIterable { case single, dense, convolution, grouped, depthwise }

  static let systems: [(multiplier: String, weights: String, activations: String)] = [
    ("exact", "bf16", "bf16"), ("exact", "posit<16,1>", "posit<16,1>"), ("exact", "fp32", "fp32"),
    ("exact", "posit<32,2>", "posit<32,2>"), ("exact", "fixed<32>", "fixed<32>"), ("exact", "posit<8,0>", "posit<8,0>"),
    ("exact", "fixed<8>", "ufixed<8>"), ("plam", "posit<16,1>", "posit<16,1>"), ("plam", "posit<8,2>", "posit<8,2>"),
    ("plam", "posit<32,2>", "posit<32,2>"), ("plam+c", "posit<8,0>", "posit<8,0>"),
    ("plam+c", "posit<16,2>", "posit<16,2>"), ("mitchell", "bf16", "fp16"), ("mitchell", "fixed<16>", "ufixed<16>"),
    ("mitchell<ones>", "fixed<16>", "fixed<16>"), ("mitchell<ones>", "fixed<32>", "fixed<32>"),
    ("mitchell-w<6>", "fixed<16>", "fixed<16>"), ("mitchell-w<2>+1", "fixed<8>", "fixed<8>"),
    ("mitchell-w<4>", "fixed<6>", "ufixed<5>"), ("mitchell-w<7>+1", "posit<12,1>", "fixed<9,3>"),
  ]

  @Test(arguments: systems) func sumsAreThoseOfTheLaw(multiplier: String, weights: String, activations: String) throws {
    for (seed, kind) in Kind.allCases.enumerated() {
      var random = SplitMix64(seed: UInt64(300 + seed))
      for output in ["bf16", "posit<16,1>", "fixed<16>", "fp32"] {
        let layer = try Layer(kind, multiplier, weights, activations, output: output, using: &random)
        try layer.check("\(multiplier) \(weights) \(activations), \(kind), \(output), seed \(300 + seed)")
      }
    }
  }

  @Test(arguments: ["fp32", "bf16", "posit<16,1>"]) func roundedSumsAreThoseOfTheLaw(format: String) throws {
    for (seed, kind) in Kind.allCases.enumerated() {
      var random = SplitMix64(seed: UInt64(400 + seed))
      let layer = try Layer(kind, "exact", format, format, output: format, sums: .rounded, using: &random)
      try layer.check("\(format) rounded, \(kind), seed \(400 + seed)")
    }
  }

  /// Real sums are no further off than they say, with terms that cancel as well.
  @Test(arguments: systems) func errorsAreBounded(multiplier: String, weights: String, activations: String) throws {
    var random = SplitMix64(seed: 500)
    for kind in Kind.allCases {
      let layer = try Layer(kind, multiplier, weights, activations, output: "fp32", using: &random)
      guard let reals = RealSums<Double>(real: layer.linear, input: layer.input) else { continue }
      let prepared = reals.prepared(layer.linear.weights.values)
      let (sums, largest) = reals.sums(layer.codes, batch: layer.batch, weights: prepared)
      let shape = layer.linear.accumulatorShape
      let exact = ProductKernel(layer.linear, input: layer.input, exactWidth: shape.width).wideSums(
        layer.codes, batch: layer.batch)
      for (place, sum) in sums.enumerated() {
        let bound = prepared.errors[place % layer.linear.outputs] * largest + prepared.constantError
        let error = try #require(Dyadic(sum)) - Dyadic(exact[place], exponent: shape.lsb)
        #expect(error.double.magnitude <= bound, "\(multiplier) \(weights) \(activations), \(kind), seed 500")
      }
    }
  }

  /// What a wrong sum would do: codes are left open as soon as an error reaches a border between two.
  @Test func resultsNearBordersAreLeftOpen() throws {
    var random = SplitMix64(seed: 600)
    var layer = try Layer(.dense, "exact", "bf16", "bf16", output: "fixed<8>", using: &random)
    layer.linear.affine = Affine(
      multipliers: layer.linear.affine.multipliers.map { _ in 1 }, offsets: layer.linear.affine.offsets.map { _ in 0 },
      exponent: 0, multiplierWidth: 2)
    let outputs = layer.linear.outputs
    let sums = IntervalRound.Sums(unit: 0, errors: [Double](repeating: 0x1p-30, count: outputs))
    let round = try #require(IntervalRound(layer.linear, output: layer.output, sums: sums))
    let far = round.codes([Double](repeating: 2.5 + 0x1p-20, count: outputs), largest: 1)
    #expect(far.codes == [UInt32](repeating: 3, count: outputs) && far.open.isEmpty)
    #expect(round.codes([Double](repeating: 2.5 + 0x1p-20, count: outputs), largest: 2048).open.count == outputs)
    #expect(round.codes([Double](repeating: 2.5, count: outputs), largest: 1).open.count == outputs)
    #expect(round.codes([Double](repeating: .nan, count: outputs), largest: 1).open.count == outputs)
    let exact = try #require(IntervalRound(layer.linear, output: layer.output, sums: .init(unit: 0, width: 20)))
    let even = exact.codes([Double](repeating: 2.5, count: outputs), largest: 0)
    #expect(even.codes == [UInt32](repeating: 2, count: outputs) && even.open.isEmpty)
  }
}

/// A layer and codes for it, a third of them at the ends of what formats have.
private struct Layer {
  var linear: Linear
  let input: TensorType
  let output: TensorType
  let codes: [UInt32]
  let batch = 3

  init(
    _ kind: RealSumTests.Kind, _ multiplier: String, _ weights: String, _ activations: String, output format: String,
    sums: Accumulator = .exact, using random: inout SplitMix64
  ) throws {
    let isDense = kind == .dense || kind == .single
    let axis = Geometry.Axis(
      kernel: isDense ? 1 : 2, stride: 1, dilation: 1, before: isDense ? 0 : 1, after: 0)
    let geometry = Geometry(rows: axis, columns: axis)
    let (groups, perGroup, outputs): (Int, Int, Int) =
      switch kind {
      case .single: (1, 1, 1)
      case .dense: (1, 11, 10)
      case .convolution: (1, 2, 9)
      case .grouped: (2, 3, 2 * 3)
      case .depthwise: (19, 1, 19)
      }
    let side = isDense ? 1 : 2
    let shape = Shape(height: side, width: side, channels: groups * perGroup)
    input = TensorType(shape: shape, format: try Format(activations))
    let weightFormat = try Format(weights)
    let shapes = [outputs, axis.kernel, axis.kernel, perGroup]
    linear = try Linear(
      geometry: geometry, groups: groups,
      weights: Tensor(
        shape: shapes, values: (0..<shapes.reduce(1, *)).map { _ in Self.code(weightFormat, values: true, &random) }),
      weightFormat: weightFormat, multiplier: try NamedMultiplier(multiplier), accumulator: sums, input: input.format,
      affine: Affine(multipliers: [], offsets: [], exponent: 0, multiplierWidth: 17), lowest: 0, highest: 0)
    output = TensorType(shape: geometry.output(of: shape, channels: outputs), format: try Format(format))
    linear.lowest = Bool.random(using: &random) ? output.format.number.lowestCode : output.format.number.zeroCode
    linear.highest = output.format.number.highestCode
    let sum = linear.accumulatorShape
    // Some results are the sums themselves, so that ties occur.
    linear.affine = Affine(
      multipliers: (0..<outputs).map { $0 % 3 == 0 ? 1 : Int.random(in: -65_536...65_535, using: &random) },
      offsets: (0..<outputs).map { $0 % 3 == 0 ? 0 : BigInt(Int.random(in: -100_000...100_000, using: &random)) },
      exponent: Bool.random(using: &random) ? max(sum.lsb, -140) : 4 - sum.width, multiplierWidth: 17)
    if Int.random(in: 0..<3, using: &random) == 0 {
      linear.affine.below = Affine.Below(
        borders: (0..<outputs).map { $0 % 2 == 0 ? 0 : BigInt(1) << (sum.width * $0 / outputs) },
        multipliers: (0..<outputs).map { _ in Int.random(in: -2048...2047, using: &random) },
        offsets: (0..<outputs).map { _ in BigInt(Int.random(in: -100_000...100_000, using: &random)) })
    }
    let format = input.format
    codes = (0..<batch * shape.count).map { _ in Self.code(format, values: false, &random) }
  }

  private static func code(_ format: Format, values: Bool, _ random: inout SplitMix64) -> UInt32 {
    let number = format.number
    let ends: [UInt32] = [
      number.zeroCode, number.lowestCode, number.highestCode, number.encode(1.0), 1, number.codeMask,
      1 << UInt32(number.width - 1), number.highestCode &+ 1,
    ]
    while true {
      let drawn = UInt32(truncatingIfNeeded: random.next()) & number.codeMask
      let code = Int.random(in: 0..<3, using: &random) == 0 ? ends.randomElement(using: &random) ?? 0 : drawn
      // A few codes without a value, of which hardware makes what the law does.
      if code <= number.codeMask, number.hasValue(code) || (!values && Int.random(in: 0..<8, using: &random) == 0) {
        return code
      }
    }
  }

  func check(_ name: String) throws {
    try linear.verify(inputs: [input], output: output)
    let oracle = LinearOracle(linear: linear, input: input, output: output, lsb: linear.accumulatorShape.lsb)
    let size = input.shape.count
    let expected = (0..<batch).flatMap { oracle.run(Array(codes[$0 * size..<($0 + 1) * size])) }
    #expect(linear.kernel(inputs: [input], output: output)([codes], batch) == expected, "\(name)")
  }
}
