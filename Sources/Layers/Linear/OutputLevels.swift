internal import Arithmetic
internal import QuantizedIR
internal import Support

/// A line over a sum: `slope * sum + start`.
package struct Line: Sendable {
  package var slope: Double
  package var start: Double
}

/// How real results become levels: the integers (or floats) that a layer's output codes stand for.
struct OutputLevels {
  private let quantization: Quantization?
  private let divisor: Double
  private let offset: Double
  /// Codes stand for levels in units of 2^lsb.
  let lsb: Int
  /// How levels before they are rounded, which the zero point is in, become levels.
  let rounding: RoundingMode
  /// The lowest and the highest level that bounds leave; nil for floats.
  let range: (Int, Int)?
  /// A format whose values are the levels.
  let unit: Format
  var scalesSums: Bool { quantization?.scalesSums ?? false }
  /// Integers are made first, and cut then.
  var isCut: Bool { quantization?.shift != nil }
  var step: Float { quantization?.step ?? 1 }

  /// - Parameter addsZeroFirst: where results are onnxruntime's, the zero point is in them before they are rounded.
  init(_ context: LayerContext, addsZeroFirst: Bool = false) {
    let output = context.output
    let number = output.format.number
    quantization = context.quantization
    // ONNX adds the zero point to the rounded number.
    let isMoved =
      !addsZeroFirst && quantization?.scalesSums == true && quantization?.zeroPoint.isMultiple(of: 2) == false
    rounding = isMoved ? .halfOdd : quantization?.rounding ?? .halfEven
    var isFloat = number.operandShape.maximumShift > 0
    if let quantization {
      let places = Double(sign: .plus, exponent: quantization.shift ?? 0, significand: 1)
      divisor = Double(quantization.divisor) * places
      offset = Double(quantization.offset) / places
      lsb = 0
      if case .floats = quantization.grid { isFloat = true }
    } else {
      lsb = isFloat ? 0 : number.operandShape.lsb
      divisor = Double(sign: .plus, exponent: lsb, significand: output.scale)
      offset = Double(sign: .plus, exponent: -lsb, significand: Double(output.zeroPoint))
    }
    range =
      isFloat ? nil : (Int(output.format.integer(of: context.lowest)), Int(output.format.integer(of: context.highest)))
    unit = isFloat ? output.format : Format(FixedFormat(width: 32))
  }

  /// Throws where 32-bit floats, in which onnxruntime computes, do not hold the ratios of scales to the output's.
  func checkRatios(_ scales: [Float]) throws(Failure) {
    if scales.allSatisfy({ ($0 / step).isFinite }) { return }
    throw Failure(
      at: "quantization", "its scales are so far apart that no 32-bit float holds their ratio",
      notes: ["the output's scale is \(step)"])
  }

  /// A line over real results as one over levels: in whole ones where the output's type follows from such lines.
  func line(_ real: Line) -> Line {
    let line = Line(slope: real.slope / divisor, start: real.start / divisor + offset)
    guard quantization == nil, [line.slope, line.start].allSatisfy(CommonGrid.isWhole) else { return line }
    return Line(slope: line.slope.rounded(), start: line.start.rounded())
  }

  /// The level of a real result, in its own precision where the model quantizes it.
  func level(_ real: Float) -> Int {
    quantization.map { clamped(Double($0.level(real))) } ?? nearest(Double(real))
  }

  func level(_ real: Double) -> Int { quantization.map { clamped($0.level(real)) } ?? nearest(real) }

  private func nearest(_ real: Double) -> Int { clamped((real / divisor + offset).rounded(.toNearestOrEven)) }

  /// The level that onnxruntime's integer operators give a sum: one float multiplies it, then it is rounded.
  func scaled(sum: Int, by factor: Float) -> Int {
    clamped(Double((Float(sum) * factor).rounded(.toNearestOrEven)) + offset)
  }

  var zeroPoint: Int { quantization?.zeroPoint ?? 0 }
  func clamp(_ level: Double) -> Int { clamped(level) }

  private func clamped(_ level: Double) -> Int {
    guard let (lowest, highest) = range, !level.isNaN else { return 0 }
    return Int(min(max(level, Double(lowest)), Double(highest)))
  }
}
