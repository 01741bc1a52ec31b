import Arithmetic
import QuantizedIR
import Support

/// The law of `Linear` in exact rational arithmetic, one element at a time; shares no code with the kernels.
struct LinearOracle {
  let linear: Linear
  let input: TensorType
  let output: TensorType
  /// The accumulator's unit.
  let lsb: Int

  func run(_ codes: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    for y in 0..<output.shape.height {
      for x in 0..<output.shape.width {
        for o in 0..<output.shape.channels { result.append(element(codes, y, x, o)) }
      }
    }
    return result
  }

  private func element(_ codes: [UInt32], _ y: Int, _ x: Int, _ o: Int) -> UInt32 {
    let sum = self.sum(codes, y, x, o)
    var line = (linear.affine.multipliers[o], linear.affine.offsets[o])
    if let below = linear.affine.below, sum < Dyadic(below.borders[o], exponent: lsb) {
      line = (below.multipliers[o], below.offsets[o])
    }
    let t = sum * Dyadic(line.0) + Dyadic(line.1, exponent: lsb)
    let code = output.format.number.encode(
      t * Dyadic(1, exponent: linear.affine.exponent - lsb))
    let number = output.format.number
    guard let value = number.value(of: code), let low = number.value(of: linear.lowest),
      let high = number.value(of: linear.highest)
    else { return code }
    return value < low ? linear.lowest : value > high ? linear.highest : code
  }

  /// The accumulator's value.
  private func sum(_ codes: [UInt32], _ y: Int, _ x: Int, _ o: Int) -> Dyadic {
    let (rows, columns) = (linear.geometry.rows, linear.geometry.columns)
    let perGroup = input.shape.channels / linear.groups
    let group = o / (output.shape.channels / linear.groups)
    var sum = Dyadic.zero
    var code: UInt32 = 0
    for ky in 0..<rows.kernel {
      for kx in 0..<columns.kernel {
        let iy = y * rows.stride - rows.before + ky * rows.dilation
        let ix = x * columns.stride - columns.before + kx * columns.dilation
        for c in 0..<perGroup {
          let weight = linear.weights.values[((o * rows.kernel + ky) * columns.kernel + kx) * perGroup + c]
          var activation = input.format.number.encode(Dyadic(input.zeroPoint))
          if (0..<input.shape.height).contains(iy), (0..<input.shape.width).contains(ix) {
            activation = codes[(iy * input.shape.width + ix) * input.shape.channels + group * perGroup + c]
          }
          if linear.accumulator == .rounded { code = rounded(code, weight, activation) }
          sum = sum + cut(product(weight, activation))
        }
      }
    }
    return linear.accumulator == .rounded ? value(code, input.format) : wrap(sum)
  }

  /// One step of the format's own multiplier and adder, by their definitions.
  private func rounded(_ sum: UInt32, _ weight: UInt32, _ activation: UInt32) -> UInt32 {
    guard let format = input.format.number as? any OperatorFormat else { return sum }
    let operators = OperatorDefinition(format, overflow: .saturate)
    return operators.add(sum, operators.multiply(weight, activation))
  }

  /// The real product, or what the multiplier's definition makes of the decoded operands.
  private func product(_ weight: UInt32, _ activation: UInt32) -> Dyadic {
    let multiplier = linear.multiplier.rule
    guard !multiplier.isExact else {
      return value(weight, linear.weightFormat) * value(activation, input.format)
    }
    let (w, x) = (linear.weightFormat.number, input.format.number)
    guard x.hasValue(activation) else { return .zero }
    let product = multiplier.product(w.operand(of: weight), x.operand(of: activation))
    let magnitude = Dyadic(product.significand, exponent: product.shift + w.operandShape.lsb + x.operandShape.lsb)
    return product.negative ? -magnitude : magnitude
  }

  private func value(_ code: UInt32, _ format: Format) -> Dyadic { format.number.value(of: code) ?? .zero }

  private func cut(_ product: Dyadic) -> Dyadic {
    guard case .window(_, let lsb) = linear.accumulator else { return product }
    return Dyadic(product.floored(toMultipleOf: lsb), exponent: lsb)
  }

  /// Modulo 2^(msb + 1), between -2^msb and 2^msb.
  private func wrap(_ sum: Dyadic) -> Dyadic {
    guard case .window(let msb, _) = linear.accumulator else { return sum }
    let turns = (sum + Dyadic(1, exponent: msb)).floored(toMultipleOf: msb + 1)
    return sum - Dyadic(turns, exponent: msb + 1)
  }
}
