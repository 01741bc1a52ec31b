internal import Arithmetic
import ONNX
import Support

/// The quantizers of QONNX, of weights and of activations alike.
///
/// Source: the operators' definitions in the PyPI package `qonnx`, custom_op/general.
package enum QONNXQuantizer: String, CaseIterable, Sendable {
  case quant = "Quant"
  case intQuant = "IntQuant"
  case bipolarQuant = "BipolarQuant"
  case trunc = "Trunc"
  case floatQuant = "FloatQuant"

  /// The operator in a file, whatever domain the file names.
  package var name: String { "qonnx.custom_op.general.\(rawValue)" }

  package var attributes: Set<String> {
    switch self {
    case .quant, .intQuant, .trunc: ["narrow", "rounding_mode", "signed"]
    case .bipolarQuant: []
    case .floatQuant: ["has_inf", "has_nan", "has_subnormal", "rounding_mode", "saturation", "signed"]
    }
  }

  /// Reads the current node; nil after reporting what it cannot be.
  package func terms(_ context: inout ImportContext) -> QuantizerTerms? {
    switch self {
    case .quant, .intQuant: Self.integers(&context)
    case .bipolarQuant:
      QuantizerTerms(&context, scale: 1, zeroPoint: nil) { scale, _ in
        Quantization(grid: .signs, divisor: 1, step: scale)
      }
    case .trunc: context.current.inputs.count > 5 ? Self.truncation(&context) : Self.oldTruncation(&context)
    case .floatQuant: Self.floats(&context)
    }
  }

  /// The integers of `bits` bits; narrow ranges miss the lowest signed or the highest unsigned one.
  private static func range(bits: Int, signed: Bool, narrow: Bool) -> (lowest: Int, highest: Int) {
    signed
      ? (-(1 << (bits - 1)) + (narrow ? 1 : 0), 1 << (bits - 1) - 1) : (0, 1 << bits - 1 - (narrow ? 1 : 0))
  }

  private static func integers(_ context: inout ImportContext) -> QuantizerTerms? {
    let signed = context.flag("signed", default: true)
    let narrow = context.flag("narrow", default: true)
    let rounding = context.roundingMode(default: "ROUND")
    let bits = context.wholeNumber(3, "bit width", in: 1...32)
    guard let signed, let narrow, let rounding, let bits else { return nil }
    if bits == 1, signed {
      guard
        let terms = QuantizerTerms(
          &context, scale: 1, zeroPoint: 2,
          { scale, _ in Quantization(grid: .signs, divisor: scale, step: scale) })
      else { return nil }
      guard terms.zeroPoints == [0] else {
        context.report("its zero point is \(terms.zeroPoints[0]); signs of 1 bit have zero point 0")
        return nil
      }
      return terms
    }
    if bits == 1, narrow {
      context.report("its bit width is 1 and its range narrow; that leaves one number")
      return nil
    }
    let (lowest, highest) = range(bits: bits, signed: signed, narrow: narrow)
    return QuantizerTerms(&context, scale: 1, zeroPoint: 2) { scale, zeroPoint in
      Quantization(lowest: lowest, highest: highest, scale: scale, zeroPoint: zeroPoint, rounding: rounding)
    }
  }

  /// The first version: the result keeps the operand's scale, and its range is what the operand's range makes.
  private static func oldTruncation(_ context: inout ImportContext) -> QuantizerTerms? {
    let rounding = context.roundingMode(default: "FLOOR")
    let input = context.wholeNumber(3, "input bit width", in: 1...32)
    let output = context.wholeNumber(4, "output bit width", in: 1...31)
    guard let rounding, let input, let output else { return nil }
    guard input >= output else {
      context.report("its output has \(output) bits and its input \(input); no fewer bits are expected")
      return nil
    }
    // Neither version of the operand's sign is stated: integers for both.
    let (lowest, highest) = (-(1 << (output - 1)), min(1 << output, 1 << 31 - 1) - (rounding == .floor ? 1 : 0))
    let terms = QuantizerTerms(&context, scale: 1, zeroPoint: 2) { scale, _ in
      Quantization(
        grid: .integers(lowest: lowest, highest: highest), divisor: scale, shift: input - output, step: scale,
        rounding: rounding)
    }
    return terms.flatMap { zeroPointIsZero($0, &context) }
  }

  private static func truncation(_ context: inout ImportContext) -> QuantizerTerms? {
    let signed = context.flag("signed", default: true)
    let narrow = context.flag("narrow", default: false)
    let rounding = context.roundingMode(default: "FLOOR")
    let output = context.wholeNumber(5, "output bit width", in: 1...32)
    let scales = context.scales(1)
    guard let signed, let narrow, let rounding, let output, let scales, let wider = context.scales(4) else {
      return nil
    }
    guard Set(scales.reals).count == 1, Set(wider.reals).count == 1 else {
      context.report("its scales have shapes \(scales.shape) and \(wider.shape); one each is supported")
      return nil
    }
    let places = Int((wider.reals[0] / scales.reals[0]).binaryLogarithm.rounded())
    guard (0...31).contains(places) else {
      context.report("its output's scale is 2^\(places) times its input's; 2^0 to 2^31 are supported")
      return nil
    }
    let step = Float(wider.reals[0])
    let (lowest, highest) = range(bits: output, signed: signed, narrow: narrow)
    let terms = QuantizerTerms(&context, scale: 1, zeroPoint: 2) { scale, _ in
      Quantization(
        grid: .integers(lowest: lowest, highest: highest), divisor: scale, shift: places, step: step,
        rounding: rounding)
    }
    return terms.flatMap { zeroPointIsZero($0, &context) }
  }

  private static func zeroPointIsZero(_ terms: QuantizerTerms, _ context: inout ImportContext) -> QuantizerTerms? {
    if terms.zeroPoints == [0] { return terms }
    context.report("its zero point is \(terms.zeroPoints[0]); 0 is supported where numbers are truncated")
    return nil
  }

  private static func floats(_ context: inout ImportContext) -> QuantizerTerms? {
    let rounding = context.roundingMode(default: "ROUND")
    let saturates = context.flag("saturation", default: true)
    let exponent = context.wholeNumber(2, "exponent width", in: 2...8)
    let fraction = context.wholeNumber(3, "mantissa width", in: 0...23)
    let bias = context.wholeNumber(4, "exponent bias", in: -64...127)
    guard let rounding, let saturates, let exponent, let fraction, let bias,
      let largest = context.weights(5, "largest value")
    else { return nil }
    guard saturates else {
      context.unsupported("saturation", found: "0", supported: "1 is supported")
      return nil
    }
    guard Set(largest.reals).count == 1, let stated = largest.reals.first, stated > 0 else {
      context.report("its largest value is not one positive number")
      return nil
    }
    // The model's bias moves into the step.
    let moved = Double(sign: .plus, exponent: 1 << (exponent - 1) - 1 - bias, significand: 1)
    let top =
      (2 - Double(sign: .plus, exponent: -fraction, significand: 1))
      * Double(sign: .plus, exponent: 1 << exponent - 1 - bias, significand: 1)
    let most = Float(min(stated, top) / moved)
    return QuantizerTerms(&context, scale: 1, zeroPoint: nil) { scale, _ in
      Quantization(
        grid: .floats(exponentWidth: exponent, fractionWidth: fraction, largest: most),
        divisor: scale * Float(moved), step: scale * Float(moved), rounding: rounding)
    }
  }
}

extension Double {
  /// The logarithm to base 2 of a positive number, to the nearest integer: enough for powers of two.
  fileprivate var binaryLogarithm: Double { Double(exponent) + (significand > 1.41421356 ? 1 : 0) }
}
