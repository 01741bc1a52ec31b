package import Arithmetic
import BigInt
import Support

extension Node {
  /// What a word passes inside it, in pieces between the boundaries where it can be cut.
  package var path: [[PathElement]] {
    if let wide { return wide.path }
    var path = operation.path
    path[path.count - 1] += own
    return path
  }

  /// Of arithmetic that is too wide for one period the cell that does it in pieces where registers stand inside; nil for others.
  package var wide: CellUse? {
    switch operation {
    case .scale(let factor, _) where !(factor?.isPowerOfTwo ?? false): wideProduct
    case .resolve: wideSum
    case .add(let terms, let constant):
      terms.count + (constant.map { $0 == 0 ? 0 : 1 } ?? 0) == 2 && !terms[0].isNegative ? wideSum : nil
    default: nil
    }
  }

  /// The product with a factor that is wider than a multiplier's input: the wider one is `a`.
  private var wideProduct: CellUse? {
    let widths = [reads[0].width, makes[0].width - reads[0].width].sorted()
    let block = OperandShape.multiplierInput
    guard widths[0] > 1, widths[1] > block else { return nil }
    // Pieces but the highest one have no sign, so that a block takes one bit less of them.
    let piece = block - 1
    func pieces(_ width: Int) -> Int { (width + piece - 1) / piece }
    let inRow = widths[0] > block ? pieces(widths[0]) - 1 : 0
    return CellUse(
      .wideProduct, [("A_WIDTH", .integer(widths[1])), ("B_WIDTH", .integer(widths[0])), ("PIECE", .integer(piece))],
      path: [[.product(block, min(block, widths[0]))]]
        + Array(repeating: [.carry(2 * block)], count: inRow)
        + Array(repeating: [.carry(piece + widths[0])], count: pieces(widths[1]) - 1))
  }

  /// The sum of two integers.
  private var wideSum: CellUse? {
    let width = makes[0].width
    guard width > CellUse.sumPiece else { return nil }
    return CellUse(
      .wideSum, [("WIDTH", .integer(width)), ("PIECE", .integer(CellUse.sumPiece))], path: CellUse.adding(width))
  }

  /// What depends on the widths of its signals.
  private var own: [PathElement] {
    let widths = reads.map(\.width)
    let made = makes.first?.width ?? 1
    switch operation {
    case .less, .equal, .descend: return [.carry(widths.max() ?? 1)]
    case .matches: return [.any(of: reads.reduce(0) { $0 + $1.bits })]
    case .select, .sign, .order: return [.levels(1)]
    case .scale(let factor, _):
      if let factor, factor.isPowerOfTwo { return factor < 0 ? [.carry(made)] : [] }
      return [.product(widths[0], factor.map { $0.bitWidth } ?? widths[1])]
    case .product: return [.product(widths[0], widths[1])]
    case .add(let terms, let constant):
      let sums = terms.count + (constant.map { $0 == 0 ? 0 : 1 } ?? 0) - 1
      return Array(repeating: .carry(made), count: max(0, sums))
    case .reach(let thresholds):
      return [.carry(max(widths[0], thresholds.width)), .levels(thresholds.hasFalls ? 1 : 0)]
    case .count(let thresholds): return [.any(of: thresholds.count), .carry(thresholds.lowest == 0 ? 0 : made)]
    case .accumulate(let sums):
      guard sums.adder != nil else { return [.levels(sums.words > 1 ? 1 : 0), .carry(sums.widest)] }
      return []
    case .maximum(let cell, let words), .best(let cell, let words):
      return words > 1 ? (cell.path.last ?? []) + [.carry(widths[0]), .levels(2)] : []
    case .resolve: return [.carry(made)]
    case .scan(_, let lanes):
      return Array(repeating: [.carry(widths[0]), .levels(1)], count: lanes - 1).flatMap(\.self)
    case .sequence(let words), .total(_, let words): return [.carry(bits(for: words)), .levels(1)]
    case .memory, .constant, .decode, .multiply, .operate, .whole, .align, .tree, .field, .join, .encode, .greater,
      .collect, .segments:
      return []
    }
  }
}

extension Operation {
  /// Of one with a cell the cell's; of others one piece, which depends on the node's signals.
  fileprivate var path: [[PathElement]] {
    switch self {
    case .decode(let operand): operand.path
    case .multiply(let path, _): path.cell.path
    case .tree(let cell), .encode(let cell, _), .greater(let cell): cell.path
    case .align(let shape): shape.alignCell().path
    case .operate(let cell, _): [cell.path.flatMap(\.self)]
    case .accumulate(let sums):
      [sums.adder.map { adder in (0..<sums.terms).flatMap { _ in adder.path.flatMap(\.self) } } ?? []]
    case .whole(let cell): [cell.path.flatMap(\.self)]
    default: [[]]
    }
  }
}

extension DecodedOperand {
  /// Its decoder's, then that of the shift.
  package var path: [[PathElement]] {
    guard let decoder = format.number.decoderCell() else { return [[]] }
    var path = decoder.path
    if aligns {
      let align = magnitude.alignCell().path
      path[path.count - 1] += align[0]
      path += align.dropFirst()
    } else if shape != decoded, shape.maximumShift > 0 {
      path[path.count - 1].append(.carry(decoded.shiftWidth))
    }
    return path
  }
}

extension BigInt {
  /// Whether multiplying by it is a shift, and a change of sign: 0 and powers of two.
  fileprivate var isPowerOfTwo: Bool { self == 0 || magnitude & (magnitude - 1) == 0 }
}
