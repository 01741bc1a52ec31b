package import Arithmetic
internal import Support

/// A quantizer of the model that reads the input before anything else rounds it, with what lies between.
package struct SampleReader: Hashable, Codable, Sendable {
  /// What happens to an element on the way, in 32-bit floats as in the model.
  package enum Step: Hashable, Codable, Sendable {
    /// One factor and summand for all channels, or one a channel.
    case affine(scale: [Float], shift: [Float])
    case clip(lower: Float, upper: Float)
  }

  /// What happens to a sample before it is rounded, in order.
  package var steps: [Step]
  /// How it is rounded.
  package var quantization: Quantization

  /// A reader of samples.
  package init(steps: [Step], quantization: Quantization) {
    self.steps = steps
    self.quantization = quantization
  }

  /// The level that the quantizer gives a sample's element, as the model computes it.
  package func level(_ sample: Float, channel: Int) -> Float { quantization.level(stepped(sample, channel)) }

  /// The same in double precision, as hardware does.
  package func level(_ sample: Double, channel: Int) -> Double { quantization.level(stepped(sample, channel)) }

  private func stepped<T: BinaryFloatingPoint>(_ sample: T, _ channel: Int) -> T {
    var x = sample
    for step in steps {
      switch step {
      case .affine(let scale, let shift):
        x = x * T(scale[channel % scale.count]) + T(shift[channel % shift.count])
      case .clip(let lower, let upper): x = min(max(x, T(lower)), T(upper))
      }
    }
    return x
  }
}

/// The codes of samples: one law for calibration, evaluation, test vectors and verification.
package struct SampleCoding: Sendable {
  private let type: TensorType
  private let readers: [SampleReader]

  /// The reader's view of a tensor that some readers share.
  package init(_ type: TensorType, readers: [SampleReader]) {
    self.type = type
    self.readers = readers
  }

  /// Whether codes are the levels of the one quantizer that reads the input.
  private var isOwn: Bool { readers.count == 1 && readers[0].isOwn(type) }

  /// The code that the model's first quantizers take as they take the sample: its own, the nearest such one, or the nearest.
  ///
  /// Where the input's codes are those of its one quantizer, it is the quantizer's.
  package func codes(_ samples: [Float]) -> [UInt32] {
    let number = type.format.number
    if isOwn { return samples.map { number.encode(Double(readers[0].level($0, channel: 0))) } }
    let channels = type.shape.channels
    let lsb = number.operandShape.lsb
    let unit = Double(sign: .plus, exponent: lsb, significand: type.scale)
    let canMove = !readers.isEmpty && number is any FixedPointFormat
    return samples.enumerated().map { index, sample in
      let nearest = type.code(Double(sample))
      guard canMove else { return nearest }
      let channel = index % channels
      let wanted = readers.map { $0.level(sample, channel: channel) }
      // On a border only where no arithmetic on the way moves it.
      if type.real(nearest) == Double(sample),
        zip(readers, wanted).allSatisfy({ $0.isClipped && $0.level(Double(sample), channel: channel) == Double($1) })
      {
        return nearest
      }
      // Whether the levels are the sample's in `slack` on either side, too.
      func agrees(_ code: UInt32, slack: Double) -> Bool {
        [-slack, 0, slack].allSatisfy { move in
          let real = Float(type.real(code) + move)
          return zip(readers, wanted).allSatisfy { $0.level(real, channel: channel) == $1 }
        }
      }
      let center = Int(type.format.integer(of: nearest))
      let near = [nearest] + (1...8).flatMap { [$0, -$0] }.map { number.encode(Dyadic(center + $0, exponent: lsb)) }
      // Rather beside a border, which roundings on the way move, than on it.
      return near.first { agrees($0, slack: unit / 16) } ?? near.first { agrees($0, slack: 0) } ?? nearest
    }
  }
}

extension SampleReader {
  /// Whether nothing but clips lies between the input and the quantizer.
  fileprivate var isClipped: Bool { steps.allSatisfy { if case .clip = $0 { true } else { false } } }

  /// Whether a tensor's codes are the quantizer's levels.
  package func isOwn(_ type: TensorType) -> Bool {
    steps.isEmpty && quantization.format == type.format && Double(quantization.step) == type.scale
      && quantization.zeroPoint == type.zeroPoint
  }
}
