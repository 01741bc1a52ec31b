internal import Arithmetic
internal import Operators
internal import Support
internal import Verilog

/// Multiply-accumulates, `result = c + a * b`, from operators that exist alone.
extension Circuit {
  /// Bits for the sum of 256 terms.
  private static let growth = 8

  /// An exact product added to a two's complement integer of as many bits as 256 terms need.
  static func exactAccumulation(_ title: String, _ formats: [String]) throws(Failure) -> Circuit {
    let made = try makeOperator("multiply", formats)
    guard case .integer(let width, let lsb) = made.result else {
      throw Failure(at: title, "the product of these formats is no integer")
    }
    let (a, b) = (
      Stimulus.filling(.weight, made.operands[0].format), Stimulus.filling(.activation, made.operands[1].format)
    )
    let total = width + growth
    let product: Expression = "product"
    let copies: Expression = .repetition(.integer(growth), product[.integer(width - 1)])
    let sum: Expression = .binary("c", .add, .concatenation([copies, product]))
    return accumulation(
      title, made, [a, b], sum: Stimulus(.sum, integer: total, scale: a.scale + b.scale - lsb), width: total,
      items: [
        .assign("result", sum)
      ])
  }

  /// The Mitch-w authors' form: operands and sums of 32 bits, 16 of them behind the point, products cut back to it.
  static func fixedPointAccumulation(_ title: String, _ multiplier: String) throws(Failure) -> Circuit {
    let made = try makeOperator("multiply", ["fixed<32>"], multiplier)
    let format = made.operands[0].format
    let product: Expression = "product"
    let sum: Expression = .binary("c", .add, product[47, 16])
    let dropped: [Expression] = [.bit(false), product[63, 48], product[15, 0]]
    return accumulation(
      title, made, [Stimulus(.weight, format, scale: 16), Stimulus(.activation, format, scale: 16)],
      sum: Stimulus(.sum, format, scale: 16), width: 32,
      items: [.assign("result", sum), .bit("unused", .unary(.allOnes, .concatenation(dropped)))])
  }

  /// A rounded product and a rounded sum; the product may be of a narrower format with as many exponent bits.
  static func roundedAccumulation(_ title: String, product: String, sum: String) throws(Failure) -> Circuit {
    let made = try makeOperator("multiply", [product])
    let adder = try makeOperator("add", [sum])
    let (format, wide) = (made.operands[0].format, adder.operands[0].format)
    let missing = wide.width - format.width
    let term: Expression = missing > 0 ? .concat("product", .zeros(missing)) : "product"
    return accumulation(
      title, made, [Stimulus(.weight, format), Stimulus(.activation, format)], sum: Stimulus(.sum, wide),
      width: wide.width, items: [addition(adder, term)], adder: adder)
  }

  /// A binary or ternary weight on fp32, and a rounded sum.
  static func signedAccumulation(_ title: String, _ weight: String) throws(Failure) -> Circuit {
    let adder = try makeOperator("add", ["fp32"])
    let (weights, wide) = (try format(weight), adder.operands[0].format)
    let inputs = [
      Input("a", width: weights.width, Stimulus(.weight, weights)),
      Input("b", width: 32, Stimulus(.activation, wide)), Input("c", width: 32, Stimulus(.sum, wide)),
    ]
    return Circuit(
      title,
      top: module("accumulate_\(weight)_fp32", inputs, 32, [addition(adder, signedCode(weight, "a", "b"))]),
      operators: [adder], inputs: inputs, resultWidth: 32)
  }

  private static func accumulation(
    _ title: String, _ made: Operator, _ stimuli: [Stimulus], sum: Stimulus, width: Int, items: [Item],
    adder: Operator? = nil
  ) -> Circuit {
    let inputs =
      zip(made.operands, stimuli).map { Input($0.port, width: $0.width, $1) } + [Input("c", width: width, sum)]
    let product: [Item] = [
      .wire("product", width: made.result.width),
      instance(made, "u_multiply", [("a", "a"), ("b", "b"), ("result", "product")]),
    ]
    let name = "accumulate_\(made.module)" + (adder.map { "_\($0.module)" } ?? "")
    return Circuit(
      title, top: module(name, inputs, width, product + items), operators: [made] + (adder.map { [$0] } ?? []),
      inputs: inputs, resultWidth: width)
  }

  private static func addition(_ adder: Operator, _ term: Expression) -> Item {
    instance(adder, "u_add", [("a", "c"), ("b", term), ("result", "result")])
  }

  private static func instance(_ made: Operator, _ role: String, _ ports: [(String, Expression)]) -> Item {
    let clock: [(String, Expression)] = [("aclk", "aclk"), ("enable", "enable")]
    return .instance(Instance(made.module, role, ports: (clock + ports).map { ($0.0, Optional($0.1)) }))
  }

  private static func module(_ name: String, _ inputs: [Input], _ width: Int, _ items: [Item]) -> Module {
    Module(
      name: name,
      ports: [.init(.input, "aclk"), .init(.input, "enable")] + inputs.map { .init(.input, $0.port, width: $0.width) }
        + [.init(.output, "result", width: width)],
      items: items)
  }
}
