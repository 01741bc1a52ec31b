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
    guard max(msb.magnitude, lsb.magnitude) < 1 << 20, msb >= lsb, msb > lowest else {
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
    func extremes(of code: UInt32) -> (least: BigInt, most: BigInt) {
      let operand = weight.number.operand(of: code, in: weightShape)
      // Products are monotonic in the activation, so its bounds decide.
      let products = bounds.map { multiplier.product(operand, $0).integer(unit: unit) }
      return (min(0, products.min() ?? 0), max(0, products.max() ?? 0))
    }
    // Most products are short, and their sums then too.
    let sums: (least: BigInt, most: BigInt)
    if product.integerWidth <= 64 {
      let short = Self.extremes(of: outputs) { code -> (least: Int128, most: Int128) in
        let (low, high) = extremes(of: code)
        return (Int128(low), Int128(high))
      }
      sums = (BigInt(short.least), BigInt(short.most))
    } else {
      sums = Self.extremes(of: outputs, extremes)
    }
    self.init(width: max(sums.least.signedWidth, sums.most.signedWidth), lsb: product.lsb)
  }

  /// The least and the greatest sum that an output can make, 0 included, from those of each weight's products.
  private static func extremes<Sum: SignedInteger>(
    of outputs: some Sequence<some Sequence<UInt32>>, _ products: (UInt32) -> (least: Sum, most: Sum)
  ) -> (least: Sum, most: Sum) {
    var known: [UInt32: (least: Sum, most: Sum)] = [:]
    var extremes: (least: Sum, most: Sum) = (0, 0)
    for weights in outputs {
      var sum: (least: Sum, most: Sum) = (0, 0)
      for code in weights {
        guard let found = known[code] else {
          let made = products(code)
          known[code] = made
          sum = (sum.least + made.least, sum.most + made.most)
          continue
        }
        sum = (sum.least + found.least, sum.most + found.most)
      }
      extremes = (min(extremes.least, sum.least), max(extremes.most, sum.most))
    }
    return extremes
  }

  /// Throws when the register is wider than `widest`.
  package func check() throws(FormatError) {
    guard width <= Self.widest else {
      throw FormatError("the accumulator needs \(width) bits; \(Self.widest) are supported")
    }
  }
}
