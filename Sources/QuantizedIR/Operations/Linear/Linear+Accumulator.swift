package import Arithmetic
internal import BigInt
internal import Support

extension AccumulatorShape {
  /// Of a layer whose text form was read, until the network finds it.
  static let unknown = AccumulatorShape(width: 0, lsb: 0)
}

extension Linear {
  /// The form of the weights that the layer really has, or may be given.
  package var weightShape: OperandShape {
    isLoadable ? weightFormat.number.operandShape : weightFormat.number.operandShape(of: weights.values)
  }

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

  /// Why the affine does not fit the memories of a loadable layer; nil where it does.
  package var roomProblem: String? {
    let room = accumulatorShape.room(multiplierWidth: affine.multiplierWidth)
    let borders = (affine.below?.borders ?? []).map(\.signedWidth).max() ?? 0
    if !affine.multipliersFit { return "a multiplier does not fit into \(affine.multiplierWidth) bits" }
    if affine.offsetWidth > room.offsetWidth {
      return "an offset has \(affine.offsetWidth) bits; there is room for \(room.offsetWidth)"
    }
    return borders > room.borderWidth ? "a border has \(borders) bits; there is room for \(room.borderWidth)" : nil
  }

  /// The accumulator that holds every sum.
  func exactShape(input: Format) -> AccumulatorShape {
    isLoadable
      ? AccumulatorShape(anyOf: weightFormat, by: multiplier.rule, terms: terms, activation: input)
      : AccumulatorShape(
        exact: multiplier.rule, weights: weights.values, terms: terms, weight: weightFormat, activation: input)
  }
}
