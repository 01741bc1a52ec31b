internal import Arithmetic
import BigInt
internal import QuantizedIR
internal import Support

extension Addition {
  /// The affine whose codes are the model's for every pair of input codes, where those are at most 2^18; else one of
  /// 32 bits.
  func statedAffine(_ context: LayerContext, slopes: [Double], zeros: Double) throws(Failure) -> Affine {
    let isFused = context.isFused(isInteger: isInteger)
    let target = OutputLevels(context, addsZeroFirst: isFused)
    if target.scalesSums {
      try target.checkRatios(context.inputs.flatMap { [Float($0.scale), Float($0.scale) * 256] })
    }
    let lines = slopes.map { target.line(Line(slope: $0, start: 0)).slope }
    let start = target.line(Line(slope: 0, start: -zeros)).start
    func affine(width: Int) throws(Failure) -> Affine {
      var affine = try Affine(slopes: lines, starts: [start], width: width, sumWidth: 33, output: target.unit)
      affine.rounding = target.rounding
      return affine
    }
    var found: Affine?
    let pairs = Pairs(context, target, isFused: isFused)
    if let pairs {
      for width in 4...OutputLevels.widestMultiplier where found == nil {
        let candidate = try affine(width: width)
        if pairs.missed(by: candidate) == 0 { found = candidate }
      }
    }
    var result: Affine
    if let found {
      result = found
    } else if let found = target.dyadic(lines.map { Line(slope: $0, start: start) }) {
      result = found
      result.offsets = [found.offsets[0]]
    } else {
      try target.checkNearest()
      result = try affine(width: OutputLevels.widestMultiplier)
      if let pairs {
        context.remarks?.add(
          "\(pairs.missed(by: result)) of \(pairs.levels.count) pairs of input codes have a sum one code off the model's"
        )
      }
    }
    result.exponent += target.lsb
    return result
  }
}

/// Every pair of input codes and the level of its sum.
private struct Pairs {
  let codes: [[Int]]
  let levels: [Int]
  let range: (Int, Int)

  init?(_ context: LayerContext, _ target: OutputLevels, isFused: Bool) {
    let inputs = context.inputs
    guard let range = target.range, inputs.map(\.format.width).reduce(0, +) <= 18 else { return nil }
    let shapes = inputs.map(\.format.number.operandShape)
    let lsb = shapes.map(\.lsb).min() ?? 0
    guard shapes.allSatisfy({ $0.maximumShift == 0 && $0.lsb - lsb <= 30 }) else { return nil }
    let all = inputs.map { input in
      (0..<UInt32(1) << UInt32(input.format.width)).filter { input.format.number.hasValue($0) }
    }
    let integers = zip(inputs, all).map { input, codes in
      codes.map { Int(input.format.integer(of: $0)) << (input.format.number.operandShape.lsb - lsb) }
    }
    let reals = zip(inputs, all).map { input, codes in codes.map { input.real($0) } }
    let scaled = isFused ? ScaledAddition(inputs, target) : nil
    levels = reals[0].indices.flatMap { first in
      reals[1].indices.map { second in
        scaled?.level(integers[0][first], integers[1][second])
          ?? target.level(Float(reals[0][first]) + Float(reals[1][second]))
      }
    }
    codes = integers
    self.range = range
  }

  /// The pairs whose sum an affine rounds to another level.
  func missed(by affine: Affine) -> Int {
    let places = -affine.exponent
    guard places >= 1, places < 90, affine.offsets[0].magnitude.bitWidth < 110 else { return levels.count }
    let offset = Int128(affine.offsets[0])
    var (missed, place) = (0, 0)
    for first in codes[0] {
      let partial = Int128(affine.multipliers[0]) * Int128(first) + offset
      for second in codes[1] {
        let total = partial + Int128(affine.multipliers[1]) * Int128(second)
        let rounded = affine.rounding.round(total, places: places)
        if Int(min(max(rounded, Int128(range.0)), Int128(range.1))) != levels[place] { missed += 1 }
        place += 1
      }
    }
    return missed
  }
}

/// onnxruntime's QLinearAdd: codes times their scales' ratios to the output's, in floats.
private struct ScaledAddition {
  private let ratios: [Float]
  private let fixed: Float
  private let target: OutputLevels

  init(_ inputs: [TensorType], _ target: OutputLevels) {
    ratios = inputs.map { Float($0.scale) / target.step }
    fixed =
      Float(target.zeroPoint) - (ratios[0] * Float(inputs[0].zeroPoint) + ratios[1] * Float(inputs[1].zeroPoint))
    self.target = target
  }

  func level(_ first: Int, _ second: Int) -> Int {
    let sum = fixed.addingProduct(Float(first), ratios[0]).addingProduct(Float(second), ratios[1])
    return target.clamp(Double(sum.rounded(.toNearestOrEven)))
  }
}
