/// A function of one element.
package struct Activation: Hashable, Codable, Sendable {
  package static let kind = "activation"

  package enum Function: Hashable, Codable, Sendable {
    /// max(x, 0).
    case relu
    /// min(max(x, lower), upper); infinite bounds leave that side open.
    case clip(lower: Float, upper: Float)
    /// gamma * x above 0, gamma * alpha * (exp x - 1) below.
    case selu(alpha: Float, gamma: Float)
    /// x above 0, alpha * x below; one alpha, or one a channel.
    case leakyRelu(alphas: [Float])
    /// x above 0, alpha * (exp x - 1) below.
    case elu(alpha: Float)
    /// x above 0, alpha * (exp(x / alpha) - 1) below.
    case celu(alpha: Float)
    /// x above alpha, else 0.
    case thresholdedRelu(alpha: Float)
    /// 1 / (1 + exp -x).
    case sigmoid
    case tanh
    /// alpha * x + beta within 0 and 1.
    case hardSigmoid(alpha: Float, beta: Float)
    /// x times the hard sigmoid of alpha 1/6 and beta 1/2.
    case hardSwish
    /// x / (1 + exp(-alpha * x)).
    case swish(alpha: Float)
    /// log(1 + exp x).
    case softplus
    /// x / (1 + |x|).
    case softsign
    /// x * tanh(softplus x).
    case mish
    /// x times the normal distribution's function, or its usual approximation by tanh.
    case gelu(approximates: Bool)
    case abs
    case exp
    case erf
    case sqrt
    /// A number divided by x; one, or one a channel.
    case quotient(numerators: [Float])
    /// x to a power.
    case power(exponent: Float)
    /// min(max(x, lower), upper), with one pair of bounds a channel.
    case limits(lower: [Float], upper: [Float])
    /// x + bias below -lambda, x - bias above lambda, else 0.
    case shrink(lambda: Float, bias: Float)
    case elementary(Elementary)
    /// scale * (how many thresholds x reaches) + bias; one ascending list, or one a channel.
    case thresholds([[Float]], scale: Float, bias: Float)
  }

  /// Functions without constants, named as ONNX's operators.
  package enum Elementary: String, CaseIterable, Hashable, Codable, Sendable {
    case log = "Log"
    case sign = "Sign"
    case floor = "Floor"
    case ceiling = "Ceil"
    /// To the nearest, ties to even.
    case round = "Round"
    case sine = "Sin"
    case cosine = "Cos"
    case tangent = "Tan"
    case arcSine = "Asin"
    case arcCosine = "Acos"
    case arcTangent = "Atan"
    case hyperbolicSine = "Sinh"
    case hyperbolicCosine = "Cosh"
    case areaSine = "Asinh"
    case areaCosine = "Acosh"
    case areaTangent = "Atanh"
  }

  package var function: Function

  package init(function: Function) { self.function = function }
}
