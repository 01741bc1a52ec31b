internal import Arithmetic
internal import RTL
internal import Verilog

/// A product from decoders, a product cell and, where it is rounded, an encoder.
struct ProductHardware {
  let module: String
  let formats: [Format]
  let multiplier: any Multiplier
  let mask: CutMask

  /// The boundaries are behind the decoders and behind the product.
  init(module: String, formats: [Format], multiplier: any Multiplier, cuts: Int) throws(FormatError) {
    self.module = module
    self.formats = formats
    self.multiplier = multiplier
    mask = try CutMask(cuts, boundaries: 2)
  }

  private var shape: OperandShape {
    multiplier.productShape(weight: formats[0].number.operandShape, activation: formats[1].number.operandShape)
  }

  /// The exact integer.
  func integer() throws(FormatError) -> OperatorHardware {
    var parts = Composition(mask)
    let product = parts.product(formats, multiplier, special: nil)
    parts.assign("result", parts.cut([product[0]])[0])
    return hardware(parts, result: shape.integerWidth)
  }

  /// The integer rounded by the format's encoder.
  func rounded(to format: any OperatorFormat) throws(FormatError) -> OperatorHardware {
    var parts = Composition(mask)
    let special = parts.special(["a", "b"], formats[0].number)
    let product = parts.cut(parts.product(formats, multiplier, special: special))
    parts.round(
      product[0], width: shape.integerWidth, lsb: shape.lsb, to: format,
      special: product.count > 1 ? product[1] : nil)
    return hardware(parts, result: format.width)
  }

  private func hardware(_ parts: Composition, result: Int) -> OperatorHardware {
    OperatorHardware(
      module: .operator(
        module, header: [], operands: zip(["a", "b"], formats).map { ($0, $1.width) }, result: result,
        items: parts.items),
      cells: parts.cells, latency: mask.bits.nonzeroBitCount)
  }
}

extension Composition {
  /// Decoders, the first boundary, and the product, with a flag that travels beside it.
  fileprivate mutating func product(
    _ formats: [Format], _ multiplier: any Multiplier, special: Signal?
  ) -> [Signal] {
    let a = decode(formats[0], "a", "a")
    let b = decode(formats[1], "b", "b")
    let behind = cut(a.all + b.all + (special.map { [$0] } ?? []))
    let (w, x) = (formats[0].number.operandShape, formats[1].number.operandShape)
    let product = wire("product", multiplier.productShape(weight: w, activation: x).integerWidth)
    use(
      multiplier.productCell(weight: w, activation: x), "u_product",
      Decoded(behind[0..<3]).ports("w_") + Decoded(behind[3..<6]).ports("x_") + [("product", product)])
    return [product] + behind.dropFirst(6)
  }
}
