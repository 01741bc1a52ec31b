import Foundation
package import Support

extension Activation {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first else { return [] }
    switch function {
    // The frequent ones in loops of their own: calibration spends its time here.
    case .relu: return Self.map(input) { $0 > 0 ? $0 : 0 }
    case .clip(let lower, let upper): return Self.map(input) { min(max($0, lower), upper) }
    default:
      let tables = self.tables
      return input.indices.map { value(input[$0], channel: $0 % tables) }
    }
  }

  /// `Array.map` as a loop that the compiler turns into vector instructions.
  @inline(__always)
  private static func map(_ input: [Float], _ function: (Float) -> Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: input.count) { result, count in
      count = input.count
      guard let result = result.baseAddress else { return }
      input.withUnsafeBufferPointer { input in
        for index in input.indices { result[index] = function(input[index]) }
      }
    }
  }

  /// The function's value in a channel; `channel` is below `tables`.
  package func value(_ x: Float, channel: Int = 0) -> Float {
    switch function {
    case .relu: x > 0 ? x : 0
    case .clip(let lower, let upper): min(max(x, lower), upper)
    case .selu(let alpha, let gamma): x > 0 ? gamma * x : gamma * (alpha * Foundation.exp(x) - alpha)
    case .leakyRelu(let alphas): x > 0 ? x : alphas[channel] * x
    case .elu(let alpha): x > 0 ? x : alpha * expm1(x)
    case .celu(let alpha): x > 0 ? x : alpha * expm1(x / alpha)
    case .thresholdedRelu(let alpha): x > alpha ? x : 0
    case .sigmoid: RationalFunction.logistic(x)
    case .tanh: RationalFunction.tanh(x)
    case .hardSigmoid(let alpha, let beta): min(max(alpha * x + beta, 0), 1)
    case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
    case .swish(let alpha): x * RationalFunction.logistic(alpha * x)
    case .softplus: Self.softplus(x)
    case .softsign: x / (1 + x.magnitude)
    case .mish: x * Foundation.tanh(Self.softplus(x))
    case .gelu(let approximates): approximates ? Self.tanhGelu(x) : Self.gelu(x)
    case .abs: x.magnitude
    case .exp: Foundation.exp(x)
    case .erf: Foundation.erf(x)
    case .sqrt: x.squareRoot()
    case .quotient(let numerators): numerators[channel] / x
    case .power(let exponent): pow(x, exponent)
    case .limits(let lower, let upper): min(max(x, lower[channel]), upper[channel])
    case .shrink(let lambda, let bias): x < -lambda ? x + bias : x > lambda ? x - bias : 0
    case .elementary(let function): function.value(x)
    case .thresholds(let lists, let scale, let bias): scale * Float(Self.reached(lists[channel], by: x)) + bias
    }
  }

  private static func reached(_ thresholds: [Float], by x: Float) -> Int {
    var (reached, open) = (0, thresholds.count)
    while reached < open {
      let middle = (reached + open) / 2
      if thresholds[middle] <= x { reached = middle + 1 } else { open = middle }
    }
    return reached
  }

  private static func softplus(_ x: Float) -> Float { max(x, 0) + log1p(Foundation.exp(-x.magnitude)) }
  private static func gelu(_ x: Float) -> Float { 0.5 * x * (1 + Foundation.erf(x * Float(0.5).squareRoot())) }
  private static func tanhGelu(_ x: Float) -> Float {
    0.5 * x * (1 + Foundation.tanh((2 / Float.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  /// 1, or as many as there are channels that differ.
  package var tables: Int {
    switch function {
    case .leakyRelu(let alphas): alphas.count
    case .quotient(let numerators): numerators.count
    case .limits(let lower, _): lower.count
    case .thresholds(let lists, _, _): lists.count
    case .relu, .clip, .selu, .elu, .celu, .thresholdedRelu, .sigmoid, .tanh, .hardSigmoid, .hardSwish, .swish,
      .softplus, .softsign, .mish, .gelu, .abs, .exp, .erf, .sqrt, .power, .shrink, .elementary:
      1
    }
  }
}

extension Activation.Elementary {
  func value(_ x: Float) -> Float {
    switch self {
    case .log: Foundation.log(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .floor: x.rounded(.down)
    case .ceiling: x.rounded(.up)
    case .round: x.rounded(.toNearestOrEven)
    case .sine: sin(x)
    case .cosine: cos(x)
    case .tangent: tan(x)
    case .arcSine: asin(x)
    case .arcCosine: acos(x)
    case .arcTangent: atan(x)
    case .hyperbolicSine: sinh(x)
    case .hyperbolicCosine: cosh(x)
    case .areaSine: asinh(x)
    case .areaCosine: acosh(x)
    case .areaTangent: atanh(x)
    }
  }
}
