import Foundation

extension Activation: DifferentiableOperation {
  package var gradientGap: String? {
    switch function {
    case .thresholds: "its thresholds make steps, which have no slope"
    case .elementary(let function) where [.sign, .floor, .ceiling, .round].contains(function):
      "'\(function.rawValue)' makes steps, which have no slope"
    case .relu, .clip, .selu, .leakyRelu, .elu, .celu, .thresholdedRelu, .sigmoid, .tanh, .hardSigmoid, .hardSwish,
      .swish, .softplus, .softsign, .mish, .gelu, .abs, .exp, .erf, .sqrt, .quotient, .power, .limits, .shrink,
      .elementary:
      nil
    }
  }

  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let input = pass.inputs.first else { return OperationGradients(inputs: []) }
    let result =
      switch function {
      // The frequent ones in loops of their own.
      case .relu: Self.slopes(input, pass.gradient) { $0 > 0 ? $1 : 0 }
      case .clip(let lower, let upper): Self.slopes(input, pass.gradient) { $0 > lower && $0 < upper ? $1 : 0 }
      default:
        input.indices.map { place in pass.gradient[place] * slope(input[place], channel: place % tables) }
      }
    return OperationGradients(inputs: [result])
  }

  /// A loop over elements and their gradients that the compiler turns into vector instructions.
  @inline(__always)
  private static func slopes(_ input: [Float], _ gradient: [Float], _ body: (Float, Float) -> Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: input.count) { result, used in
      used = min(input.count, gradient.count)
      guard let result = result.baseAddress else { return }
      input.withUnsafeBufferPointer { input in
        gradient.withUnsafeBufferPointer { gradient in
          for place in 0..<used { result[place] = body(input[place], gradient[place]) }
        }
      }
    }
  }

  /// The derivative; where the function bends, that of one side.
  package func slope(_ x: Float, channel: Int = 0) -> Float {
    switch function {
    case .relu: x > 0 ? 1 : 0
    case .clip(let lower, let upper): x > lower && x < upper ? 1 : 0
    case .selu(let alpha, let gamma): x > 0 ? gamma : gamma * alpha * Foundation.exp(x)
    case .leakyRelu(let alphas): x > 0 ? 1 : alphas[channel]
    case .elu(let alpha): x > 0 ? 1 : alpha * Foundation.exp(x)
    case .celu(let alpha): x > 0 ? 1 : Foundation.exp(x / alpha)
    case .thresholdedRelu(let alpha): x > alpha ? 1 : 0
    case .sigmoid: Self.logisticSlope(x)
    case .tanh: 1 - Foundation.tanh(x) * Foundation.tanh(x)
    case .hardSigmoid(let alpha, let beta): alpha * x + beta > 0 && alpha * x + beta < 1 ? alpha : 0
    case .hardSwish: x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5
    case .swish(let alpha): RationalFunction.logistic(alpha * x) + alpha * x * Self.logisticSlope(alpha * x)
    case .softplus: RationalFunction.logistic(x)
    case .softsign: 1 / ((1 + x.magnitude) * (1 + x.magnitude))
    case .mish: Self.mishSlope(x)
    case .gelu(let approximates): approximates ? Self.tanhGeluSlope(x) : Self.geluSlope(x)
    case .abs: x > 0 ? 1 : x < 0 ? -1 : 0
    case .exp: Foundation.exp(x)
    case .erf: 2 / Float.pi.squareRoot() * Foundation.exp(-x * x)
    case .sqrt: 0.5 / x.squareRoot()
    case .quotient(let numerators): -numerators[channel] / (x * x)
    case .power(let exponent): exponent * pow(x, exponent - 1)
    case .limits(let lower, let upper): x > lower[channel] && x < upper[channel] ? 1 : 0
    case .shrink(let lambda, _): x.magnitude > lambda ? 1 : 0
    case .elementary(let function): function.slope(x)
    case .thresholds: 0
    }
  }

  private static func logisticSlope(_ x: Float) -> Float {
    let value = RationalFunction.logistic(x)
    return value * (1 - value)
  }

  private static func mishSlope(_ x: Float) -> Float {
    let inner = Foundation.tanh(max(x, 0) + log1p(Foundation.exp(-x.magnitude)))
    return inner + x * RationalFunction.logistic(x) * (1 - inner * inner)
  }

  private static func geluSlope(_ x: Float) -> Float {
    0.5 * (1 + Foundation.erf(x * Float(0.5).squareRoot())) + x * Foundation.exp(-x * x / 2)
      / (2 * Float.pi).squareRoot()
  }

  private static func tanhGeluSlope(_ x: Float) -> Float {
    let factor = (2 / Float.pi).squareRoot()
    let inner = Foundation.tanh(factor * (x + 0.044715 * x * x * x))
    return 0.5 * (1 + inner) + 0.5 * x * (1 - inner * inner) * factor * (1 + 3 * 0.044715 * x * x)
  }
}

extension Activation.Elementary {
  fileprivate func slope(_ x: Float) -> Float {
    switch self {
    case .log: 1 / x
    case .sign, .floor, .ceiling, .round: 0
    case .sine: cos(x)
    case .cosine: -sin(x)
    case .tangent: 1 / (cos(x) * cos(x))
    case .arcSine: 1 / (1 - x * x).squareRoot()
    case .arcCosine: -1 / (1 - x * x).squareRoot()
    case .arcTangent: 1 / (1 + x * x)
    case .hyperbolicSine: cosh(x)
    case .hyperbolicCosine: sinh(x)
    case .areaSine: 1 / (x * x + 1).squareRoot()
    case .areaCosine: 1 / (x * x - 1).squareRoot()
    case .areaTangent: 1 / (1 - x * x)
    }
  }
}
