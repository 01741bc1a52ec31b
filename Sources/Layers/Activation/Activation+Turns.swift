internal import Arithmetic
import BigInt
internal import QuantizedIR

extension Activation {
  /// Where the function may turn from rising to falling or back, or jump: between two of these it does neither. Nil for
  /// functions that turn again and again.
  var turningPoints: [Float]? {
    switch function {
    case .relu, .clip, .sigmoid, .tanh, .hardSigmoid, .softplus, .softsign, .exp, .erf, .limits, .thresholds: []
    case .selu, .leakyRelu, .elu, .celu, .abs, .sqrt, .quotient, .power: [0]
    case .thresholdedRelu(let alpha): [alpha]
    case .hardSwish: [-3, -1.5, 3]
    case .swish(let alpha): alpha == 0 ? [] : [-1.2784645 / alpha]
    case .mish: [-1.1924346]
    case .gelu(let approximates): approximates ? [-0.7524614] : [-0.7517916]
    case .shrink(let lambda, _): [-lambda, lambda]
    case .elementary(let function): function.turningPoints
    }
  }

  /// The integers around those points, on a line of real values over integers.
  func turns(over line: Line) -> [Int] {
    (turningPoints ?? []).flatMap { point -> [Int] in
      let place = ((Double(point) - line.start) / line.slope).rounded(.down)
      guard place.magnitude < 0x1p40 else { return [] }
      return Array(Int(place) - 1...Int(place) + 2)
    }
  }
}

extension Activation.Elementary {
  /// The same for these, the ends of their domains among them.
  fileprivate var turningPoints: [Float]? {
    switch self {
    case .floor, .ceiling, .round, .arcTangent, .hyperbolicSine, .areaSine: []
    case .log, .sign, .hyperbolicCosine: [0]
    case .arcSine, .arcCosine, .areaTangent: [-1, 1]
    case .areaCosine: [1]
    case .sine, .cosine, .tangent: nil
    }
  }
}

extension Line {
  func value(at integer: BigInt) -> Double { slope * Double(Int(integer)) + start }
}

extension TensorType {
  /// Real values over integers in units of the format's lowest bit.
  var line: Line {
    Line(
      slope: Double(sign: .plus, exponent: format.number.operandShape.lsb, significand: scale),
      start: -scale * Double(zeroPoint))
  }
}
