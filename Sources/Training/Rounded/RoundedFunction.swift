internal import Arithmetic
internal import Foundation
internal import Layers

/// A function of one element whose value is rounded, and the operations of its gradient.
struct RoundedFunction: Sendable {
  let activation: Activation
  /// Sigmoids on the bit string.
  let fast: PositFormat?
  let rounding: NumberRounding

  /// The real functions' values; but for the usual ones in 32-bit floats, before they are rounded.
  func forward(_ x: [Double]) -> [Double] {
    switch activation.function {
    case .relu: return x.map { $0 > 0 ? $0 : 0 }
    case .clip(let lower, let upper): return x.map { rounding.value(min(max($0, Double(lower)), Double(upper))) }
    case .sigmoid:
      if let fast { return x.map { fast.double(fast.fastSigmoid(fast.encode($0))) } }
      return x.map { rounding.value(Self.logistic($0)) }
    case .tanh: return x.map { rounding.value(tanh($0)) }
    default:
      let tables = activation.tables
      return x.indices.map { rounding.value(Double(activation.value(Float(x[$0]), channel: $0 % tables))) }
    }
  }

  private static func logistic(_ x: Double) -> Double {
    let power = exp(-x.magnitude)
    return (x < 0 ? power : 1) / (1 + power)
  }

  /// The slope is rounded, then its product with the gradient; that of a sigmoid is `y * (1 - y)`, of a tanh `1 - y * y`.
  func backward(_ gradient: [Double], x: [Double], y: [Double]) -> [Double] {
    let tables = activation.tables
    return x.indices.map { place in
      let (x, y, gradient) = (x[place], y[place], gradient[place])
      switch activation.function {
      case .relu: return x > 0 ? gradient : 0
      case .clip(let lower, let upper): return x > Double(lower) && x < Double(upper) ? gradient : 0
      case .sigmoid:
        return rounding.product(gradient, rounding.product(y, rounding.sum(1, 1, -1, y)))
      case .tanh: return rounding.product(gradient, rounding.sum(1, 1, -y, y))
      default:
        return rounding.product(
          gradient, rounding.value(Double(activation.slope(Float(x), channel: place % tables))))
      }
    }
  }
}
