import Arithmetic
import BigInt
import Datapath
import Support
import Verilog

/// The text of one node inside its loop.
struct NodeText {
  let group: GroupText
  let node: Node

  var items: [Item] {
    switch node.operation {
    case .sequence, .total, .memory, .accumulate, .maximum, .best, .collect: []
    case .constant(let value): drive(pattern(value, width: made.width))
    case .decode(let operand): decode(operand)
    case .multiply(let path, let dropped): multiply(path, dropped)
    case .operate(let cell, _):
      [.instance(operatorInstance(cell, "u_product", read(0), read(1), target(made)))]
    case .whole(let cell): whole(cell)
    case .align(let shape):
      declared + [
        .instance(
          cut(shape.alignCell()).instance(
            role("u_align"), clock + parts(0).map { ($0, Optional($1)) } + [("value", target(made))]))
      ]
    case .tree(let cell): tree(cell)
    case .field(let low):
      drive(
        node.reads[0].width == made.width
          ? taken(0) : taken(0)[.integer(low + made.width - 1), .integer(low)])
    case .less: less
    case .greater(let cell):
      declared + [.instance(cell.instance("u_compare", [("a", read(0)), ("b", read(1)), ("greater", target(made))]))]
    case .equal: drive(read(0).equals(read(1)))
    case .matches(let code): drive(matches(code))
    case .join: drive(.concatenation(node.reads.indices.map(read)))
    case .select: drive(read(0).select(extended(1, to: made.width), extended(2, to: made.width)))
    case .scale(let factor, let symbol): scale(factor, symbol)
    case .add(let terms, let constant): add(terms, constant)
    case .segments(let sums): segments(sums)
    case .resolve(let sums): resolve(sums)
    case .product: product
    case .reach(let thresholds): reach(thresholds)
    case .count(let thresholds): count(thresholds)
    case .encode(let cell, _):
      declared
        + [.instance(cut(cell).instance("u_encode", clock(of: cell) + [("value", read(0)), ("code", target(made))]))]
    case .sign:
      drive(.concat(read(1) ^ read(2), taken(0)[.integer(made.width - 2), 0]))
        + [unused([taken(0)[.integer(made.width - 1)]], name: "unused_sign")]
    case .order: drive(read(0) ^ .pattern(Int128(1) << Int128(made.width - 1), width: made.width))
    case .descend:
      drive(
        node.reads.count == 2
          ? .binary(read(0), .greaterOrEqual, read(1))
          : .concat(read(2), .binary(read(0), .greaterOrEqual, read(1))))
    case .scan(let cell, let lanes): scan(cell, lanes)
    }
  }

  // MARK: Reading and driving

  var made: Signal { node.makes[0] }
  func read(_ index: Int) -> Expression { group.element(node.reads[index]) }
  /// What a signal is driven by inside the loop.
  func target(_ signal: Signal) -> Expression { group.element(signal) }

  /// An element of which parts are taken, and its bits.
  func taken(_ index: Int) -> Expression {
    let signal = node.reads[index]
    return signal.extent == .single ? read(index) : .identifier(signal.element)
  }

  /// An element as two's complement number of more bits.
  private func extended(_ index: Int, to width: Int) -> Expression {
    signExtended(taken(index), from: node.reads[index].width, to: width)
  }

  /// Declarations of wires that instances drive.
  var declared: [Item] {
    node.makes.filter(group.isLocal).map { .wire($0.element, width: $0.width) }
  }

  func drive(_ value: Expression, signed: Bool = false) -> [Item] {
    guard group.isLocal(made) else { return [.assign(target(made), value)] }
    return [.net(Net(.wire, made.element, top: .integer(made.width - 1), value: value, signed: signed))]
  }

  /// The connections to a cell whose ports are `sign` and so on, from the operand that starts at a signal that is read.
  private func parts(_ first: Int, _ prefix: String = "") -> [(String, Expression)] {
    zip(["sign", "significand", "shift"], first..<first + 3).map { (prefix + $0, read($1)) }
  }

  /// The connections of a cell's clock.
  var clock: [(String, Expression?)] { [("aclk", "aclk"), ("enable", group.writer.enable)] }
  private func clock(of cell: CellUse) -> [(String, Expression?)] { cell.contract.hasClock ? clock : [] }

  /// A cell with the registers that stand inside it.
  func cut(_ cell: CellUse) -> CellUse { cell.cut(node.cuts) }

  private func role(_ name: String) -> String { group.role(name, of: node) }

  // MARK: Terms

  private func decode(_ operand: DecodedOperand) -> [Item] {
    let targets = node.makes.map(target)
    return declared
      + operand.items(
        role("u_decode"), code: read(0), sign: targets[0], significand: targets[1], shift: targets[2],
        cuts: node.cuts, enable: group.writer.enable)
  }

  private func multiply(_ path: ProductPath, _ dropped: Int) -> [Item] {
    let ports = parts(0, "w_") + parts(3, "x_")
    let product: Expression = "product"
    let instance = Item.instance(
      cut(path.cell).instance(
        "u_product", clock(of: path.cell) + ports.map { ($0, Optional($1)) } + [("product", product)]))
    let wire = Item.wire("product", width: path.width)
    guard dropped > 0 else { return [wire, instance] + drive(product) }
    // All of it, or the part in the window.
    let kept = min(dropped, path.width - 1)
    return [wire, instance] + drive(product[.integer(path.width - 1), .integer(kept)]) + [
      unused([product[.integer(kept - 1), 0]])
    ]
  }

  private func tree(_ cell: CellUse) -> [Item] {
    let isSegmented = cell.integer("SEGMENT") != nil
    let full = (cell.integer("WIDTH") ?? 0) + (isSegmented ? 0 : cell.integer("LEVELS") ?? 0)
    let sum: Expression = "sum"
    return [
      .wire("sum", width: full),
      .instance(cut(cell).instance("u_tree", clock + [("terms", read(0)), ("sum", sum)])),
    ] + drive(full > made.width ? sum[.integer(made.width - 1), 0] : sum)
      + (full > made.width ? [unused([sum[.integer(full - 1), .integer(made.width)]])] : [])
  }

  // MARK: Affine

  private var less: [Item] {
    let width = max(node.reads[0].width, node.reads[1].width)
    return [
      signedWire("compared", width, taken(0), node.reads[0].width),
      signedWire("limit", width, taken(1), node.reads[1].width),
    ] + drive(.binary("compared", .less, "limit"))
  }

  private func scale(_ factor: BigInt?, _ symbol: String) -> [Item] {
    let width = made.width
    let m = "m" + symbol.filter(\.isNumber)
    if node.cuts != 0, let cell = node.wide { return wideScale(cell, factor) }
    let multiplier =
      factor.map { signedConstant(m, width, $0) } ?? signedWire(m, width, taken(1), node.reads[1].width)
    return [multiplier, signedWire(symbol, width, taken(0), node.reads[0].width)] + signedProduct(m, symbol)
  }

  /// The product of two signed wires, in a signed wire of its own.
  private func signedProduct(_ a: String, _ b: String) -> [Item] {
    let value = Expression.identifier(a) * .identifier(b)
    let wire = Item.net(
      Net(.wire, made.element, top: .integer(made.width - 1), value: value, signed: true))
    return group.isLocal(made) ? [wire] : [wire, .assign(target(made), .identifier(made.element))]
  }

  private var product: [Item] {
    (0...1).map { signedWire("x\($0)", made.width, taken($0), node.reads[$0].width) } + signedProduct("x0", "x1")
  }

  private func add(_ terms: [Term], _ constant: BigInt?) -> [Item] {
    let parts = terms.enumerated().map { index, term in
      let wide = extended(index, to: made.width - term.shift)
      return term.shift == 0 ? wide : Expression.concat(wide, .zeros(term.shift))
    }
    if node.cuts != 0, let cell = node.wide {
      let other = constant.flatMap { $0 == 0 ? nil : pattern($0, width: made.width) } ?? parts[1]
      let subtracts = terms.count > 1 && terms[1].isNegative
      return wideSum(cell, parts[0], subtracts ? ~other : other, carry: subtracts ? 1 : 0)
    }
    let sum = zip(terms, parts).dropFirst().reduce(terms[0].isNegative ? -parts[0] : parts[0]) {
      $1.0.isNegative ? $0 - $1.1 : $0 + $1.1
    }
    return drive(constant.map { sum + pattern($0, width: made.width) } ?? sum)
  }

  // MARK: Codes

  /// A cell that is an operator: its ports bear the names of what it reads, of two results their names.
  private func whole(_ cell: CellUse) -> [Item] {
    let inputs = node.reads.enumerated().map { ($1.name, Optional(read($0))) }
    let outputs = node.makes.map { (node.makes.count == 1 ? "result" : $0.name, Optional(target($0))) }
    return [.instance(cell.instance("u_operator", clock(of: cell) + inputs + outputs))]
  }

  private func matches(_ code: UInt32) -> Expression {
    let tests = node.reads.enumerated().flatMap { index, signal in
      (0..<signal.extent.count).map { place in
        lane(read(index), signal.extent.count, .integer(place), signal.width)
          .equals(.sized(width: signal.width, radix: .hexadecimal, digits: String(code, radix: 16)))
      }
    }
    return tests.dropFirst().reduce(tests[0], |)
  }

  // MARK: Levels

  private func reach(_ thresholds: Thresholds) -> [Item] {
    let accumulator = node.reads[0].width
    let (count, width) = (thresholds.count, max(accumulator, thresholds.width))
    let constants = taken(1)
    var items: [Item] = [signedWire("acc", width, taken(0), accumulator)]
    if thresholds.hasFalls {
      let flag = constants[.integer(thresholds.constantWidth - 1)]
      let value = Expression("acc") ^ .repetition(.integer(width), flag)
      items.append(.net(Net(.wire, "x", top: .integer(width - 1), value: value, signed: true)))
    }
    for index in 0..<count {
      let stored = constants[.integer((index + 1) * thresholds.width - 1), .integer(index * thresholds.width)]
      items += [
        .wire(
          "stored\(index)", width: thresholds.width,
          thresholds.constantWidth == thresholds.width ? constants : stored),
        signedWire("threshold\(index)", width, .identifier("stored\(index)"), thresholds.width),
      ]
    }
    let x: Expression = thresholds.hasFalls ? "x" : "acc"
    let reached = (0..<count).reversed().map { Expression.binary(x, .greaterOrEqual, .identifier("threshold\($0)")) }
    return items + drive(reached.count == 1 ? reached[0] : .concatenation(reached))
  }

  private func count(_ thresholds: Thresholds) -> [Item] {
    let width = bits(for: thresholds.count + 1)
    let extended: Expression = made.width == width ? "count" : .concat(.zeros(made.width - width), "count")
    return [.wire("count", width: width, runLength(taken(0), thresholds.count))]
      + drive(
        thresholds.lowest == 0 ? extended : extended + .pattern(Int128(thresholds.lowest), width: made.width))
  }

  /// How many ones a run of `count` bits that starts at bit 0 has.
  private func runLength(_ run: Expression, _ count: Int) -> Expression {
    guard count > 1 else { return run }
    return .concatenation(
      (0..<bits(for: count + 1)).reversed().map { bit in
        let every = stride(from: (1 << bit) - 1, to: count, by: 1 << bit).map { run[.integer($0)] }
        return every.count == 1 ? every[0] : .unary(.parity, bit == 0 ? run : .concatenation(every.reversed()))
      })
  }

  // MARK: Argmax

  /// One lane after another against the greatest before it.
  private func scan(_ cell: CellUse, _ lanes: Int) -> [Item] {
    let (data, code, index) = (node.reads[0], node.makes[0], node.makes[1])
    func element(_ place: Int) -> Expression { lane(read(0), lanes, .integer(place), data.width) }
    var items: [Item] = [
      .wire("code_0", width: code.width, element(0)), .wire("index_0", width: index.width, .zeros(index.width)),
    ]
    for place in 1..<max(1, lanes) {
      let greater = Expression.identifier("greater_\(place)")
      let before = "\(place - 1)"
      items += [
        .bit("greater_\(place)"),
        .wire("code_\(place)", width: code.width, greater.select(element(place), .identifier("code_\(before)"))),
        .wire(
          "index_\(place)", width: index.width,
          greater.select(.literal(place, width: index.width), .identifier("index_\(before)"))),
        .instance(
          cell.instance(
            "u_compare_\(place)",
            [("a", element(place)), ("b", .identifier("code_\(before)")), ("greater", greater)])),
      ]
    }
    let last = Expression.identifier("index_\(lanes - 1)")
    if !group.isRead(code) { items.append(unused([target(code)])) }
    return items + [
      .assign(target(code), .identifier("code_\(lanes - 1)")),
      .assign(target(index), node.reads.count > 1 ? read(1) + last : last),
    ]
  }
}

/// An operator cell without registers.
func operatorInstance(_ cell: CellUse, _ role: String, _ a: Expression, _ b: Expression, _ result: Expression)
  -> Instance
{
  cell.instance(role, [("aclk", "aclk"), ("enable", .bit(true)), ("a", a), ("b", b), ("result", result)])
}
