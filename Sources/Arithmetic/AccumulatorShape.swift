internal import BigInt

/// The register that sums one output's products: two's complement of `width` bits in units of `2^lsb`.
package struct AccumulatorShape: Hashable, Sendable {
  /// Bits, the sign included.
  package var width: Int
  package var lsb: Int

  /// The widest accumulator that is built, in bits.
  package static let widest = 1024

  package init(width: Int, lsb: Int) {
    self.width = width
    self.lsb = lsb
  }

  /// The bits of a window, no finer than the products themselves.
  ///
  /// Throws when the window holds no bit of the products or is wider than `widest`.
  package init(msb: Int, lsb: Int, product: OperandShape) throws(FormatError) {
    let lowest = max(lsb, product.lsb)
    guard msb >= lsb, msb > lowest else {
      throw FormatError(
        "the window from bit \(msb) to bit \(lsb) holds too few bits of the products, whose lowest is \(product.lsb)")
    }
    try self.init(checking: msb - lowest + 1, lsb: lowest)
  }

  /// The exact accumulator of a layer: wide enough for every partial sum, in any order, of every output.
  ///
  /// `outputs` has for each output its weights' codes. Activations lie between the codes `lowest` and `highest` (the
  /// format's own bounds where nil). Throws when more than `widest` bits are needed.
  package init(
    exact multiplier: any Multiplier, outputs: some Sequence<some Sequence<UInt32>>, weight: Format,
    activation: Format, lowest: UInt32? = nil, highest: UInt32? = nil
  ) throws(FormatError) {
    let bounds = [lowest ?? activation.number.lowestCode, highest ?? activation.number.highestCode]
      .map(activation.number.operand)
    var least = BigInt(0)
    var most = BigInt(0)
    for weights in outputs {
      var counts: [UInt32: Int] = [:]
      for code in weights { counts[code, default: 0] += 1 }
      let (low, high) = Self.extremes(counts, multiplier, weight.number, bounds)
      least = min(least, low)
      most = max(most, high)
    }
    let shape = multiplier.productShape(
      weight: weight.number.operandShape, activation: activation.number.operandShape)
    let below = least < 0 ? (-least - 1).magnitude.bitWidth : 0
    try self.init(checking: 1 + max(most.magnitude.bitWidth, below), lsb: shape.lsb)
  }

  /// The least and the most that partial sums reach: products are monotonic in the activation, so its bounds decide.
  private static func extremes(
    _ counts: [UInt32: Int], _ multiplier: any Multiplier, _ weight: any NumberFormat, _ bounds: [Operand]
  ) -> (least: BigInt, most: BigInt) {
    var least = BigInt(0)
    var most = BigInt(0)
    for (code, count) in counts {
      let operand = weight.operand(of: code)
      let products = bounds.map { multiplier.product(operand, $0).integer * BigInt(count) }
      least += min(0, products.min() ?? 0)
      most += max(0, products.max() ?? 0)
    }
    return (least, most)
  }

  private init(checking width: Int, lsb: Int) throws(FormatError) {
    guard width <= Self.widest else {
      throw FormatError("the accumulator needs \(width) bits; \(Self.widest) are supported")
    }
    self.init(width: width, lsb: lsb)
  }
}
