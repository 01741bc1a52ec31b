package import Arithmetic
internal import Support

extension AccumulatorShape {
  /// Of a layer whose text form was read, until the network finds it.
  static let unknown = AccumulatorShape(width: 0, lsb: 0)
}

extension Linear {
  /// The form of the weights that the layer really has.
  package var weightShape: OperandShape { weightFormat.number.operandShape(of: weights.values) }

  /// Sums products in another way, and finds the register for it.
  ///
  /// Throws when it needs too many bits, the window holds none of the products, or the formats have no rounded sum; the
  /// layer then has none.
  package mutating func accumulate(_ accumulator: Accumulator, input: Format) throws(FormatError) {
    self.accumulator = accumulator
    accumulatorShape = .unknown
    accumulatorShape = try foundAccumulator(input: input)
  }

  /// The shape that belongs to the layer's accumulator.
  func foundAccumulator(input: Format) throws(FormatError) -> AccumulatorShape {
    switch accumulator {
    case .exact:
      let shape = exactShape(input: input)
      try shape.check()
      return shape
    case .window(let msb, let lsb):
      let product = multiplier.rule.productShape(weight: weightShape, activation: input.number.operandShape)
      return try AccumulatorShape(msb: msb, lsb: lsb, product: product)
    case .rounded:
      _ = try RoundedSum(weight: weightFormat, activation: input, multiplier: multiplier)
      let shape = input.number.operandShape
      return AccumulatorShape(width: shape.integerWidth, lsb: shape.lsb)
    }
  }

  /// The accumulator that holds every sum.
  func exactShape(input: Format) -> AccumulatorShape {
    AccumulatorShape(
      exact: multiplier.rule, weights: weights.values, terms: terms, weight: weightFormat, activation: input)
  }
}
