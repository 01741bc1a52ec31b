internal import Arithmetic
import BigInt
internal import QuantizedIR
internal import Support

/// Layers whose result's codes the model states.
extension LinearForm {
  /// The affine whose codes are the model's for every sum that the weights can make.
  ///
  /// Adds a remark where no affine of 32 bits is exact, and then takes the nearest one.
  func statedAffine(_ context: LayerContext, _ sums: Sums) throws(Failure) -> Affine {
    let target = OutputLevels(context)
    let lines = lines(context, sums)
    let levels = lines.map { target.line($0) }
    if target.scalesSums {
      try target.checkRatios(sums.scales.map { Float($0) * Float(context.inputs[0].scale) })
    }
    try target.checkFinite(levels)
    let steps = steps(context, sums, target, lines, levels)
    if context.quantization?.grid == .signs, let steps { return Affine(signs: steps) }
    return try target.affine(levels, steps: steps, sumWidth: sums.shape.width, remarks: context.remarks)
  }

  /// Each output's real result as a line over its sum, in units of the sum's lowest bit.
  func lines(_ context: LayerContext, _ sums: Sums) -> [Line] {
    let unit = Double(sign: .plus, exponent: sums.shape.lsb, significand: 1)
    let scale = context.scale.isEmpty ? [1] : context.scale
    let shift = context.shift.isEmpty ? [0] : context.shift
    return (0..<constants).map { o in
      Line(
        slope: sums.scales[cyclic: o] * context.inputs[0].scale * gain[cyclic: o] * scale[cyclic: o] * unit
          * sums.correction,
        start: bias[cyclic: o] * scale[cyclic: o] + shift[cyclic: o])
    }
  }

  /// The step functions; nil where sums are too long to count, or cut.
  private func steps(
    _ context: LayerContext, _ sums: Sums, _ target: OutputLevels, _ lines: [Line], _ levels: [Line]
  ) -> [SumSteps]? {
    guard let ranges = sumRanges(context, sums) else { return nil }
    let roundsBias = roundsBias && context.quantization?.readsLayer == true
    let isScaled = target.scalesSums && context.scale.isEmpty && gain == [1] && sums.shape.lsb == 0
    return lines.indices.map { o in
      let line = lines[o]
      var level = { (sum: Int) in target.level(line.slope * Double(sum) + line.start) }
      let unit = context.inputs[0].scale * sums.scales[cyclic: o]
      if isScaled, let added = wholeBias(o, unit: unit, isRounded: roundsBias) {
        let factor = Float(context.inputs[0].scale) * Float(sums.scales[cyclic: o]) / target.step
        level = { target.scaled(sum: $0 + added, by: factor) }
      }
      return SumSteps(range: ranges[cyclic: o], slope: levels[o].slope, start: levels[o].start, level: level)
    }
  }

  /// An output's bias in whole units of the products' scale; nil where it is a real number, which no rounding may meet.
  private func wholeBias(_ output: Int, unit: Double, isRounded: Bool) -> Int? {
    let units = bias[cyclic: output] / unit
    guard units.magnitude < 0x1p40 else { return nil }
    // As onnxruntime quantizes it.
    if isRounded { return Int((Float(bias[cyclic: output]) / Float(unit)).rounded(.toNearestOrEven)) }
    // Of larger biases 32-bit floats do not tell.
    return units.magnitude >= 0x1p20 || CommonGrid.isWhole(units) ? Int(units.rounded()) : nil
  }

  /// The sums of weights with (activation - zero point) that can occur, by output; nil past 2^46.
  func sumRanges(_ context: LayerContext, _ sums: Sums) -> [ClosedRange<Int>]? {
    let (linear, input) = (sums.linear, context.inputs[0])
    guard linear.accumulator == .exact, linear.multiplier.rule.isExact,
      sums.shape.width <= 46, input.format.number.integerWidth <= 40
    else { return nil }
    let zero = BigInt(input.zeroPoint) << -input.format.number.operandShape.lsb
    let low = Int(input.format.integer(of: input.format.number.lowestCode) - zero)
    let high = Int(input.format.integer(of: input.format.number.highestCode) - zero)
    let (number, shape) = (linear.weightFormat.number, linear.weightShape)
    let terms = linear.terms
    let palette = CodePalette(linear.weights.values)
    let products = palette.codes.map { code in
      let operand = number.operand(of: code, in: shape)
      let weight = (operand.negative ? -1 : 1) * (Int(operand.significand) << operand.shift)
      return (least: min(weight * low, weight * high), most: max(weight * low, weight * high))
    }
    return (0..<outputs).map { o in
      var (least, most) = (0, 0)
      for place in palette.places[o * terms..<(o + 1) * terms] {
        least += products[Int(place)].least
        most += products[Int(place)].most
      }
      return least...most
    }
  }

  /// The type of the result that follows from the input's and the weights alone.
  ///
  /// Where the outputs' units and offsets are multiples of one unit, that is its scale; else 16 bits, or what the plan says,
  /// span what the sums can reach.
  func naturalType(_ context: LayerContext) throws(Failure) -> TensorType? {
    let sums = try sums(context)
    let lines = lines(context, sums)
    guard let ranges = sumRanges(context, sums), lines.allSatisfy({ $0.slope.isFinite && $0.start.isFinite }) else {
      return nil
    }
    let reals = lines.enumerated().flatMap { o, line in
      [ranges[cyclic: o].lowerBound, ranges[cyclic: o].upperBound].map { Double($0) * line.slope + line.start }
    }
    guard let least = reals.min(), let most = reals.max() else { return nil }
    if let bend = context.bend {
      let sides = lines.enumerated().map { bend.sides(of: $1, channel: $0) }
      let ends = reals.enumerated().map { bend.value($1, channel: $0 / 2) } + [0]
      return context.naturalType(
        holding: sides.flatMap { [$0.above.slope, $0.below.slope] },
        offsets: sides.flatMap { [$0.above.start, $0.below.start] }, least: ends.min() ?? 0, most: ends.max() ?? 0)
    }
    return context.naturalType(
      holding: lines.map(\.slope), offsets: lines.map(\.start), least: least, most: most)
  }
}
