internal import Arithmetic
internal import Support

extension OutputLevels {
  /// Multipliers that exact affines may have, in bits.
  static let widestMultiplier = 32

  func checkFinite(_ levels: [Line]) throws(Failure) {
    guard levels.allSatisfy({ $0.slope.isFinite && $0.start.isFinite }) else {
      throw Failure(at: "affine", "a scale, bias or batch norm is not finite")
    }
  }

  /// The affine whose codes are the model's for every sum, as the steps say; nil where sums are too long to count.
  ///
  /// Where no affine of 32 bits is exact the nearest one is taken, with a remark, if `checkNearest` lets it.
  func affine(
    _ levels: [Line], steps: [SumSteps]?, sumWidth: Int, remarks: Remarks?
  ) throws(Failure) -> Affine {
    var affine: Affine
    if let (lowest, highest) = range, let steps, let found = narrowest(steps, lowest: lowest, highest: highest) {
      affine = found
    } else if let found = dyadic(levels) {
      affine = found
    } else {
      try checkNearest()
      affine = try Affine(
        slopes: levels.map(\.slope), starts: levels.map(\.start), width: Self.widestMultiplier, sumWidth: sumWidth,
        output: unit)
      affine.rounding = rounding
      if let (lowest, highest) = range, let steps,
        steps.allSatisfy({ $0.isCountable(lowest: lowest, highest: highest) })
      {
        let (missed, all) = affine.missed(steps, lowest: lowest, highest: highest)
        remarks?.add("\(missed) of \(all) borders between neighbouring codes lie one sum off the model's")
      }
    }
    affine.exponent += lsb
    return affine
  }

  /// Throws where the affine nearest to an exact one does not serve: roundings of QONNX's own have borders at whole levels
  /// or ties on both sides of zero, which it would miss in great number, and cut results are rounded twice.
  func checkNearest() throws(Failure) {
    if rounding == .halfEven || rounding == .halfOdd, !isCut { return }
    throw Failure(
      at: "quantization",
      "no affine of \(Self.widestMultiplier) bits has all its codes, rounded as '\(rounding.rawValue)'"
        + (isCut ? " after a cut" : ""),
      notes: ["export the model with rounding mode 'ROUND', or with scales whose ratios are powers of two"])
  }

  /// The affine with the narrowest multipliers that meets every border: rounded to nearest even or, where that takes
  /// wider ones or is impossible, as the model rounds.
  private func narrowest(_ steps: [SumSteps], lowest: Int, highest: Int) -> Affine? {
    func affine(_ rounding: RoundingMode) -> Affine? {
      Affine(exact: steps, lowest: lowest, highest: highest, widest: Self.widestMultiplier, rounding: rounding)
    }
    let even = affine(.halfEven)
    // Ties to odd never take narrower ones than ties to even.
    if rounding == .halfEven || rounding == .halfOdd && even != nil { return even }
    return [even, affine(rounding)].compactMap { $0 }.min { $0.multiplierWidth < $1.multiplierWidth }
  }

  /// The affine that computes levels exactly, unless onnxruntime computes them in floats or they are rounded twice.
  func dyadic(_ levels: [Line]) -> Affine? {
    guard !scalesSums, !isCut else { return nil }
    return Affine(dyadic: levels, rounding: rounding, widest: Self.widestMultiplier)
  }
}
