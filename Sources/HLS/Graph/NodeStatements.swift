internal import Arithmetic
internal import BigInt
internal import Datapath
internal import Support

/// Statements of C++ for nodes that are functions of what they read. Registers are the synthesis tool's affair: what
/// stands behind a boundary is what stands before it.
struct NodeStatements {
  /// An element of a signal.
  private struct Element: Hashable {
    var signal: Signal
    var lane: Int
  }

  private(set) var lines: [String] = []
  private var names: [Element: String] = [:]
  /// Whether all elements of a signal are written, one after another, or one stands for all.
  private let unrolls: Bool

  /// - Parameter names: what the signals that enter are called, element by element.
  init(unrolls: Bool, _ names: [(Signal, [String])]) {
    self.unrolls = unrolls
    for (signal, elements) in names {
      for (lane, name) in elements.enumerated() { self.names[Element(signal: signal, lane: lane)] = name }
    }
  }

  /// What an element is called.
  func name(_ signal: Signal, _ lane: Int = 0) -> String {
    names[Element(signal: signal, lane: unrolls && signal.extent != .single ? lane : 0)] ?? signal.element
  }

  /// What C++ has for an element.
  static func type(_ signal: Signal) -> String {
    switch signal.meaning {
    case .integer: Cpp.signed(signal.width)
    case .flags where signal.width == 1: "bool"
    case .code, .flags: Cpp.unsigned(signal.width)
    }
  }

  mutating func add(_ nodes: [Node]) {
    for node in nodes { for lane in 0..<(unrolls ? node.extent.count : 1) { add(node, lane) } }
  }

  private mutating func add(_ node: Node, _ lane: Int) {
    let reads = node.reads.map { name($0, lane) }
    func makes(_ value: String) { declare(node.makes[0], lane, value) }
    switch node.operation {
    case .constant(let value): makes(Self.constant(value, node.makes[0]))
    case .decode(let operand): decode(node, lane, operand, reads[0])
    case .multiply(let path, let dropped):
      let product = "\(path.cell.function())(\(operand(reads[0])), \(operand(reads[3])))"
      makes(dropped > 0 ? "\(product) >> \(min(dropped, path.width - 1))" : product)
    case .operate(let cell, _): makes("\(cell.function())(\(reads.joined(separator: ", ")))")
    case .whole(let cell): whole(node, cell, reads)
    case .align(let shape): makes("\(shape.alignCell().function())(\(operand(reads[0])))")
    case .tree(let cell):
      let terms = (0..<node.reads[0].extent.count).map { name(node.reads[0], $0) }
      state("const \(Self.type(node.reads[0])) terms[\(terms.count)]", "{\(terms.joined(separator: ", "))}")
      makes("\(cell.function())(terms)")
    // A field of a word of constants is an element of a table of its own.
    case .field: break
    case .less: makes("\(reads[0]) < \(reads[1])")
    case .greater(let cell): makes("\(cell.function())(\(reads[0]), \(reads[1]))")
    case .equal: makes("\(reads[0]) == \(reads[1])")
    case .matches(let code): makes(matches(node, code))
    case .join: makes(joined(node))
    case .select:
      let type = Self.type(node.makes[0])
      makes("\(reads[0]) ? \(type)(\(reads[1])) : \(type)(\(reads[2]))")
    case .scale(let factor, _): makes("\(factor.map(Self.integer) ?? reads[1]) * \(reads[0])")
    case .add(let terms, let constant): makes(sum(node, terms, constant, reads))
    case .product: makes("\(reads[0]) * \(reads[1])")
    case .reach(let thresholds): reach(node, thresholds, reads[0])
    case .count(let thresholds): count(node, thresholds)
    case .encode(let cell, _): makes("\(cell.function())(\(reads[0]))")
    case .sign:
      let magnitude = "mantissa::slice<\(node.makes[0].width - 1)>(\(reads[0]), 0)"
      makes("mantissa::join_sign<\(node.makes[0].width - 1)>(\(reads[1]) != \(reads[2]), \(magnitude))")
    // Words in turn, memories and what remembers words are the loops' around the statements.
    case .sequence, .total, .memory, .accumulate, .collect, .maximum, .scan, .best, .order, .descend, .segments,
      .resolve:
      break
    }
  }

  // MARK: Declarations

  private mutating func declare(_ signal: Signal, _ lane: Int, _ value: String) {
    let name = signal.element + (unrolls && signal.extent != .single ? "\(lane)" : "")
    state("const \(Self.type(signal)) \(name)", value)
    names[Element(signal: signal, lane: lane)] = name
  }

  /// A declaration, broken where it is long.
  private mutating func state(_ declaration: String, _ value: String) {
    let isLong = declaration.count + value.count > 112
    lines.append(declaration + (isLong ? " =\n    " : " = ") + value + ";")
  }

  // MARK: Operands

  private mutating func decode(_ node: Node, _ lane: Int, _ operand: DecodedOperand, _ code: String) {
    let prefix = node.makes[0].name.dropLast("_sign".count)
    let name = prefix + (unrolls && node.extent != .single ? "\(lane)" : "") + "_operand"
    let (significand, shift) = (node.makes[1].width, node.makes[2].width)
    state("const mantissa::operand<\(significand), \(shift)> \(name)", operand.expression(code))
    for (signal, part) in zip(node.makes, ["sign", "significand", "shift"]) {
      names[Element(signal: signal, lane: lane)] = "\(name).\(part)"
    }
  }

  /// The operand of which this is the sign.
  private func operand(_ sign: String) -> String { String(sign.dropLast(".sign".count)) }

  // MARK: Integers

  private static func integer(_ value: BigInt) -> String {
    let width = value.signedWidth
    return "\(Cpp.signed(width))(\(Cpp.constant(value, width: width)))"
  }

  private static func constant(_ value: BigInt, _ signal: Signal) -> String {
    switch signal.meaning {
    case .integer: integer(value)
    case .flags where signal.width == 1: value == 0 ? "false" : "true"
    case .code, .flags: "\(Cpp.unsigned(signal.width))(0x\(String(value, radix: 16)))"
    }
  }

  private func sum(_ node: Node, _ terms: [Term], _ constant: BigInt?, _ reads: [String]) -> String {
    let parts = zip(terms, zip(node.reads, reads)).map { term, read in
      term.shift == 0 ? read.1 : "(\(Cpp.signed(read.0.width + term.shift))(\(read.1)) << \(term.shift))"
    }
    let text = zip(terms, parts).dropFirst().reduce((terms[0].isNegative ? "-" : "") + parts[0]) {
      $0 + ($1.0.isNegative ? " - " : " + ") + $1.1
    }
    return text + (constant.map { " + " + Self.integer($0) } ?? "")
  }

  // MARK: Levels

  private mutating func reach(_ node: Node, _ thresholds: Thresholds, _ sum: String) {
    let width = max(node.reads[0].width, thresholds.width)
    let type = Cpp.signed(width)
    state("const \(type) x", thresholds.hasFalls ? "falls ? \(type)(~\(sum)) : \(type)(\(sum))" : sum)
  }

  private mutating func count(_ node: Node, _ thresholds: Thresholds) {
    lines.append(
      """
      int level = \(thresholds.lowest);
      MANTISSA_UNROLL
      levels:
      for (int place = 0; place < \(thresholds.count); ++place) {
        MANTISSA_UNROLL_BODY
        if (x >= \(Cpp.signed(thresholds.width))(thresholds[place])) ++level;
      }
      """)
    declare(node.makes[0], 0, "\(Cpp.unsigned(node.makes[0].width))(level)")
  }

  // MARK: Codes

  /// A cell that is an operator; of several results one word holds all, the first in the lowest bits.
  private mutating func whole(_ node: Node, _ cell: CellUse, _ reads: [String]) {
    let call = "\(cell.function())(\(reads.joined(separator: ", ")))"
    guard node.makes.count > 1 else { return declare(node.makes[0], 0, call) }
    state("const \(Cpp.unsigned(node.makes.count)) flags", call)
    for (bit, signal) in node.makes.enumerated() {
      names[Element(signal: signal, lane: 0)] = "mantissa::bit(flags, \(bit))"
    }
  }

  private func matches(_ node: Node, _ code: UInt32) -> String {
    node.reads.flatMap { signal in
      (0..<(unrolls ? signal.extent.count : 1)).map { lane in
        "\(name(signal, lane)) == \(Cpp.unsigned(signal.width))(0x\(String(code, radix: 16)))"
      }
    }.joined(separator: " || ")
  }

  /// Parts beside each other, the first in the highest bits.
  private func joined(_ node: Node) -> String {
    let type = Cpp.unsigned(node.makes[0].width)
    var low = node.makes[0].width
    return node.reads.map { signal in
      low -= signal.bits
      let wide = "\(type)(\(name(signal)))"
      return low > 0 ? "\(type)(\(wide) << \(low))" : wide
    }.joined(separator: " | ")
  }
}
