internal import BigInt
internal import Support

/// The register that sums one output's products: two's complement of `width` bits in units of `2^lsb`.
package struct AccumulatorShape: Hashable, Sendable {
  /// Bits, the sign included.
  package var width: Int
  /// The weight of the lowest bit, as a power of two.
  package var lsb: Int

  /// The widest accumulator that is built, in bits.
  package static let widest = 1024

  /// A register of that width and lowest bit.
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
  /// `weights` are codes, `terms` of each output one after another. Activations lie between the codes `lowest` and
  /// `highest` (the format's own bounds where nil).
  package init(
    exact multiplier: any Multiplier, weights: [UInt32], terms: Int, weight: Format, activation: Format,
    lowest: UInt32? = nil, highest: UInt32? = nil
  ) {
    let palette = CodePalette(weights)
    let weightShape = weight.number.operandShape(of: palette.codes)
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
    let products = palette.codes.map(extremes)
    // Most products are short, and their sums then too.
    let sums: (least: BigInt, most: BigInt)
    if product.integerWidth <= 64 {
      let short = Self.extremes(palette, terms, products.map { (Int128($0.least), Int128($0.most)) })
      sums = (BigInt(short.least), BigInt(short.most))
    } else {
      sums = Self.extremes(palette, terms, products)
    }
    self.init(width: max(sums.least.signedWidth, sums.most.signedWidth), lsb: product.lsb)
  }

  /// Bits of the numbers that follow such sums in a layer whose weights and affine can be loaded.
  ///
  /// A sum of products of a zero point with any weights is one of the accumulator's, too, so offsets take a multiplier times
  /// such a sum and as much for the bias, and borders a sum past all others and such a sum.
  package func room(multiplierWidth: Int) -> (offsetWidth: Int, borderWidth: Int) {
    (width + multiplierWidth + 1, width + 3)
  }

  /// The exact accumulator of any weights of a format: wide enough for sums of `terms` products.
  package init(anyOf weight: Format, by multiplier: any Multiplier, terms: Int, activation: Format) {
    let (w, x) = (weight.number, activation.number)
    let product = multiplier.productShape(weight: w.operandShape, activation: x.operandShape)
    let unit = product.lsb - w.operandShape.lsb - x.operandShape.lsb
    // Products are monotonic in both factors, so their bounds decide.
    let products = [w.lowestCode, w.highestCode].flatMap { code in
      [x.lowestCode, x.highestCode].map {
        multiplier.product(w.operand(of: code), x.operand(of: $0)).integer(unit: unit)
      }
    }
    let sums = [products.min() ?? 0, products.max() ?? 0].map { $0 * BigInt(terms) }
    self.init(width: sums.map(\.signedWidth).max() ?? 1, lsb: product.lsb)
  }

  /// The least and the greatest sum that an output can make, 0 included, from those of each code's products.
  private static func extremes<Sum: SignedInteger>(
    _ weights: CodePalette, _ terms: Int, _ products: [(least: Sum, most: Sum)]
  ) -> (least: Sum, most: Sum) {
    var extremes: (least: Sum, most: Sum) = (0, 0)
    for start in stride(from: 0, to: weights.places.count, by: max(1, terms)) {
      var sum: (least: Sum, most: Sum) = (0, 0)
      for place in weights.places[start..<min(start + max(1, terms), weights.places.count)] {
        sum.least += products[Int(place)].least
        sum.most += products[Int(place)].most
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
