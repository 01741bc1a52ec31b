import Arithmetic
import BigInt
import Datapath
import Stages
import Support

/// The law of the compute stages in exact rationals, one element at a time.
enum Reference {
  /// Clamps in value order after rounding once.
  static func output(_ t: BigInt, _ rounding: Rounding, after affine: Affine) -> UInt32 {
    let format = rounding.format.number
    let code = format.encode(rounded(Dyadic(t, exponent: affine.exponent), format, affine.rounding))
    if format.order(of: code) < format.order(of: rounding.lowest) { return rounding.lowest }
    if format.order(of: code) > format.order(of: rounding.highest) { return rounding.highest }
    return code
  }

  /// The multiple of the format's lowest bit that a number becomes; floats round in a way of their own.
  private static func rounded(_ value: Dyadic, _ format: any NumberFormat, _ mode: RoundingMode) -> Dyadic {
    let lsb = format.operandShape.lsb
    let floor = value.floored(toMultipleOf: lsb)
    let (rest, half) = (value - Dyadic(floor, exponent: lsb), Dyadic(1, exponent: lsb - 1))
    if mode == .halfEven || rest == .zero { return value }
    let isUp =
      switch mode {
      case .floor: false
      case .ceil: true
      case .up: value > .zero
      case .down: value < .zero
      case _ where rest != half: rest > half
      case .halfUp: value > .zero
      case .halfDown: value < .zero
      case .halfOdd: floor & 1 == 0
      case .halfEven: floor & 1 == 1
      }
    return Dyadic(isUp ? floor + 1 : floor, exponent: lsb)
  }

  /// The sum of products of one output, as the accumulator holds it.
  static func sum(weights: [UInt32], inputs: [UInt32], _ arithmetic: LinearArithmetic) -> BigInt {
    let shape = arithmetic.accumulator
    let total = zip(weights, inputs).reduce(BigInt(0)) { total, pair in
      let weight = arithmetic.weight.number.value(of: pair.0) ?? .zero
      let input = arithmetic.input.number.value(of: pair.1) ?? .zero
      return total + (weight * input).floored(toMultipleOf: shape.lsb)
    }
    return wrapped(total, shape.width)
  }

  /// Two's complement of `width` bits.
  static func wrapped(_ value: BigInt, _ width: Int) -> BigInt {
    let modulus = BigInt(1) << width
    let rest = ((value % modulus) + modulus) % modulus
    return rest >= modulus >> 1 ? rest - modulus : rest
  }

  static func affine(_ sum: BigInt, output: Int, _ affine: Affine) -> BigInt {
    if let below = affine.below, sum < below.borders[output] {
      return BigInt(below.multipliers[output]) * sum + below.offsets[output]
    }
    return BigInt(affine.multipliers[output]) * sum + affine.offsets[output]
  }
}

/// A stream word: element 0 in the lowest bits.
func word(_ codes: some Sequence<UInt32>, width: Int) -> UInt128 {
  codes.enumerated().reduce(0) { $0 | UInt128($1.element) << UInt128($1.offset * width) }
}
