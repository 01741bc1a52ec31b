internal import Arithmetic
internal import Datapath

/// A product from decoders, a product cell and, where it is rounded, an encoder.
struct ProductDatapath {
  let module: String
  let formats: [Format]
  let multiplier: any Multiplier
  /// The boundaries are behind the decoders and behind the product.
  let mask: CutMask

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
  func integer() -> OperatorDatapath {
    var parts = empty(result: shape.integerWidth)
    let product = parts.product(formats, multiplier, special: nil)
    parts.result(parts.cut([product[0]])[0])
    return parts
  }

  /// The integer rounded by the format's encoder.
  func rounded(to format: any OperatorFormat) -> OperatorDatapath {
    var parts = empty(result: format.width)
    let codes = ["a", "b"].map { OperatorDatapath.Value.operand($0, width: format.width) }
    let special = parts.special(codes, formats[0].number)
    let product = parts.cut(parts.product(formats, multiplier, special: special))
    parts.round(
      product[0], width: shape.integerWidth, lsb: shape.lsb, to: format,
      special: product.count > 1 ? product[1] : nil)
    return parts
  }

  private func empty(result: Int) -> OperatorDatapath {
    OperatorDatapath(module, operands: zip(["a", "b"], formats).map { ($0, $1.width) }, result: result, mask)
  }
}

extension OperatorDatapath {
  /// Decoders, the first boundary, and the product, with a flag that travels beside it.
  fileprivate mutating func product(
    _ formats: [Format], _ multiplier: any Multiplier, special: Value?
  ) -> [Value] {
    let a = decode(formats[0], .operand("a", width: formats[0].width), "a")
    let b = decode(formats[1], .operand("b", width: formats[1].width), "b")
    let behind = cut(a.all + b.all + (special.map { [$0] } ?? []))
    let (w, x) = (formats[0].number.operandShape, formats[1].number.operandShape)
    let product = Signal(
      name: "product", width: multiplier.productShape(weight: w, activation: x).integerWidth)
    use(
      multiplier.productCell(weight: w, activation: x), "u_product",
      Decoded(behind[0..<3]).ports("w_") + Decoded(behind[3..<6]).ports("x_"), driving: [("product", product)])
    return [.signal(product)] + behind.dropFirst(6)
  }
}
