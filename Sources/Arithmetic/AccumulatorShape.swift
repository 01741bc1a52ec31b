internal import BigInt
internal import Support

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
    self.init(width: msb - lowest + 1, lsb: lowest)
    try check()
  }

  /// The exact accumulator of a layer: wide enough for every partial sum, in any order, of every output.
  ///
  /// `outputs` has for each output its weights' codes. Activations lie between the codes `lowest` and `highest` (the
  /// format's own bounds where nil).
  package init(
    exact multiplier: any Multiplier, outputs: some Sequence<some Sequence<UInt32>>, weight: Format,
    activation: Format, lowest: UInt32? = nil, highest: UInt32? = nil
  ) {
    let weightShape = weight.number.operandShape(of: outputs.lazy.flatMap { $0 })
    let product = multiplier.productShape(weight: weightShape, activation: activation.number.operandShape)
    let unit = product.lsb - weightShape.lsb - activation.number.operandShape.lsb
    let bounds = [lowest ?? activation.number.lowestCode, highest ?? activation.number.highestCode]
      .map(activation.number.operand)
    var known: [UInt32: (least: BigInt, most: BigInt)] = [:]
    func extremes(of code: UInt32) -> (least: BigInt, most: BigInt) {
      if let found = known[code] { return found }
      let operand = weight.number.operand(of: code, in: weightShape)
      // Products are monotonic in the activation, so its bounds decide.
      let products = bounds.map { multiplier.product(operand, $0).integer(unit: unit) }
      let found = (min(0, products.min() ?? 0), max(0, products.max() ?? 0))
      known[code] = found
      return found
    }
    var (least, most) = (BigInt(0), BigInt(0))
    for weights in outputs {
      var (low, high) = (BigInt(0), BigInt(0))
      for code in weights {
        let (below, above) = extremes(of: code)
        low += below
        high += above
      }
      (least, most) = (min(least, low), max(most, high))
    }
    self.init(width: max(least.signedWidth, most.signedWidth), lsb: product.lsb)
  }

  /// Throws when the register is wider than `widest`.
  package func check() throws(FormatError) {
    guard width <= Self.widest else {
      throw FormatError("the accumulator needs \(width) bits; \(Self.widest) are supported")
    }
  }
}
