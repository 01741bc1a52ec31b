internal import Arithmetic
internal import Datapath

/// A product from decoders, a product cell and, where it is rounded, an encoder.
struct ProductDatapath {
  let module: String
  let formats: [Format]
  let multiplier: any Multiplier
  let cuts: Int

  private var path: ProductPath { ProductPath(plain: formats, multiplier) }
  private var operands: [Signal] { zip(["a", "b"], formats).map { Signal($0, width: $1.width) } }

  /// The exact integer. The boundaries are behind the decoders and behind the product.
  func integer() throws(FormatError) -> OperatorDatapath {
    var graph = DatapathGraph(.operands, inputs: operands, remark: "decode")
    let product = graph.products(operands, path)
    graph.cut("result")
    graph.leave(product)
    return try OperatorDatapath(module, graph, cuts: cuts)
  }

  /// The integer rounded by the format's encoder.
  func rounded(to format: any OperatorFormat) throws(FormatError) -> OperatorDatapath {
    var graph = DatapathGraph(.operands, inputs: operands, remark: "decode")
    let special = graph.special(operands, formats[0].number)
    let product = graph.products(operands, path)
    graph.cut("round")
    graph.leave(product, lsb: path.shape.lsb, roundedTo: format, special: special)
    if format.keepsSignsOfZeros { graph.leaveSigned() }
    return try OperatorDatapath(module, graph, cuts: cuts)
  }
}

extension OperatorFormat {
  /// Whether zero has a code of either sign; the integers between decoders and encoder have one zero.
  fileprivate var keepsSignsOfZeros: Bool {
    code(.zero(negative: true), overflow: .saturate) != code(.zero(negative: false), overflow: .saturate)
  }
}

extension DatapathGraph {
  /// The code that leaves with the sign of the operands, of zero, too.
  fileprivate mutating func leaveSigned() {
    let signs = nodes.compactMap { if case .decode = $0.operation { $0.makes[0] } else { nil } }
    leave(add(.sign, reads: [output] + signs, Signal("with_sign", width: output.width)))
  }

  /// Decoders, a boundary, and the products of a and b, which are weight and activation.
  mutating func products(_ operands: [Signal], _ path: ProductPath) -> Signal {
    let w = decode(operands[0], path.weight, operands[0].name)
    let x = decode(operands[1], path.activation, operands[1].name)
    cut("multiply")
    let extent = operands[0].extent
    return add(
      .multiply(path, dropped: 0), reads: w + x,
      Signal(extent == .single ? "product" : "products", element: "term", width: path.width, extent, .integer))
  }
}
