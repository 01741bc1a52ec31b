import Arithmetic
internal import Layers
internal import NetworkIR
internal import QuantizedIR
internal import Support

/// Turns samples of a file into what the network takes: codes and real values in streaming order.
struct InputFeed {
  let input: NetworkInput
  let type: TensorType
  /// The real value of an integer sample's unit, where it is not the tensor's scale.
  var sampleScale: Double?
  /// The quantizers that decide the codes of real samples.
  var readers: [SampleReader] = []

  /// Inputs in streaming order, one after another.
  struct Batch {
    var codes: [UInt32]
    var reals: [Float]
    var count: Int
    /// Those with a value that is further outside the range of the input's format than rounding reaches.
    var clipped = 0
  }

  /// - Throws: when the samples' shape is not the input's, or an integer sample is no code of the input's format.
  func batch(_ samples: Samples, _ range: Range<Int>) throws(Failure) -> Batch {
    let order = try order(of: samples)
    if let integers = samples.integers(of: range) {
      let ordered = order.apply(try codes(of: integers, file: samples.file))
      let clipped = hasUnit ? 0 : clipped(integers.map { Float(real($0)) })
      return Batch(codes: ordered, reals: reals(of: ordered), count: range.count, clipped: clipped)
    }
    let reals = order.apply(samples.floats(of: range))
    let codes = SampleCoding(type, readers: readers).codes(reals)
    return Batch(codes: codes, reals: reals, count: range.count, clipped: clipped(reals))
  }

  private func clipped(_ reals: [Float]) -> Int {
    let (low, high) = type.format.limits
    let half = type.format.number.operandShape.maximumShift == 0 ? type.grid.unit / 2 : 0
    let ends = [low, high].map { type.scale * ($0 - Double(type.zeroPoint)) }
    let range = Float(ends[0] - half)...Float(ends[1] + half)
    return reals.chunks(of: type.shape.count).count { !$0.allSatisfy(range.contains) }
  }

  /// What to say of samples that do not fit, if there are any.
  func clippingNote(_ clipped: Int, of count: Int, file: String) -> String? {
    guard clipped > 0 else { return nil }
    let (low, high) = type.format.limits
    let ends = [low, high].map { Figure.short(type.scale * ($0 - Double(type.zeroPoint))) }
    return
      "\(clipped) of \(count) samples of '\(file)' have values outside the input's range, \(ends[0]) to \(ends[1]), "
      + "and are clipped"
  }

  /// Random samples that show the ranges.
  static let randomSamples = 64

  /// As many, fewer where all of them would have more than 2^25 elements, but one or more.
  var manySamples: Int { min(Self.randomSamples, max(1, (1 << 25) / max(1, type.shape.count))) }

  /// Inputs whose codes are drawn evenly (fixed point) or whose values are (floats), for models without data.
  func random(count: Int, seed: UInt64) -> Batch {
    var random = SplitMix64(seed: seed)
    let number = type.format.number
    let mask = number.codeMask
    func code() -> UInt32 { UInt32(truncatingIfNeeded: random.next()) & mask }
    let codes: [UInt32] = (0..<count * input.shape.count).map(
      number.operandShape.maximumShift > 0
        ? { _ in type.code(Double.random(in: -1...1, using: &random)) }
        : number is any FixedPointFormat
          ? { _ in code() }
          : { _ in
            var drawn = code()
            while !number.hasValue(drawn) { drawn = code() }
            return drawn
          })
    return Batch(codes: codes, reals: reals(of: codes), count: count)
  }

  private func reals(of codes: [UInt32]) -> [Float] {
    guard type.format.width <= 16 else { return codes.map { Float(type.real($0)) } }
    let table = (0...type.format.number.codeMask).map { Float(type.real($0)) }
    return codes.map { table[Int($0)] }
  }

  /// Whether the format is fixed point without a binary point, so that integers are its values; in others they are
  /// multiples of a scale.
  private var hasUnit: Bool {
    let shape = type.format.number.operandShape
    return shape.maximumShift == 0 && shape.lsb == 0
  }

  /// The real value of an integer sample.
  private func real(_ integer: Int) -> Double {
    (sampleScale ?? type.scale) * (Double(integer) - Double(type.zeroPoint))
  }

  private func codes(of integers: [Int], file: String) throws(Failure) -> [UInt32] {
    guard hasUnit else { return integers.map { type.code(real($0)) } }
    let (low, high) = type.format.limits
    let number = type.format.number
    // A binary format has no zero.
    let hasZero = number.value(of: number.encode(0.0)) == .zero
    if let wrong = integers.first(where: { Double($0) < low || Double($0) > high || $0 == 0 && !hasZero }) {
      throw Failure(at: file, "holds \(wrong), which is no value of the input's format \(type.format)")
    }
    if number.operandShape.sign == .separate { return integers.map { number.encode(Double($0)) } }
    return integers.map { UInt32(truncatingIfNeeded: $0) & number.codeMask }
  }

  /// From the samples' order to the stream's: the model's, or images with channels last for a model that has them first.
  private func order(of samples: Samples) throws(Failure) -> AxisOrder {
    let shapes = [input.modelShape, input.splitShape ?? input.modelShape].map { $0.filter { $0 != 1 } }
    if shapes.contains(samples.shape.filter { $0 != 1 }) { return input.order }
    let image = [input.shape.height, input.shape.width, input.shape.channels]
    if input.splitShape == nil, input.streamAxes == [1, 2, 0], samples.shape == image {
      return AxisOrder(extents: image, order: [0, 1, 2])
    }
    throw Failure(
      at: samples.file,
      "holds samples of shape \(samples.shape); the model's input '\(input.name)' is \(input.modelShape)",
      notes: ["axes of extent 1 do not matter, and channels may come last"])
  }
}
