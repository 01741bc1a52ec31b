internal import Arithmetic
import BigInt
internal import QuantizedIR

extension Activation {
  /// Where the function may turn from rising to falling or back, or jump: between two of these it does neither.
  var turningPoints: [Float] {
    switch function {
    case .relu, .clip, .sigmoid, .tanh, .hardSigmoid, .softplus, .softsign, .exp, .erf, .thresholds: []
    case .selu, .leakyRelu, .elu, .celu, .abs, .sqrt: [0]
    case .thresholdedRelu(let alpha): [alpha]
    case .hardSwish: [-3, -1.5, 3]
    case .swish(let alpha): alpha == 0 ? [] : [-1.2784645 / alpha]
    case .mish: [-1.1924346]
    case .gelu(let approximates): approximates ? [-0.7524614] : [-0.7517916]
    }
  }

  /// The integers around those points, on a line of real values over integers.
  func turns(over line: Line) -> [Int] {
    turningPoints.flatMap { point -> [Int] in
      let place = ((Double(point) - line.start) / line.slope).rounded(.down)
      guard place.magnitude < 0x1p40 else { return [] }
      return Array(Int(place) - 1...Int(place) + 2)
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
