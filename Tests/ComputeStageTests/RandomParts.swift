import Arithmetic
import BigInt
import Datapath
import Stages
import Support

extension SplitMix64 {
  mutating func pick<T>(_ from: [T]) -> T { from[Int.random(in: from.indices, using: &self)] }

  /// A format of any family; `extremes` adds those whose products are wide.
  mutating func format(_ spellings: [String]) throws -> Format { try Format(pick(spellings)) }

  /// A code that has a value.
  mutating func code(_ format: Format) -> UInt32 {
    let number = format.number
    while true {
      let code = UInt32(truncatingIfNeeded: next()) & number.codeMask
      if number.hasValue(code) { return code }
    }
  }

  mutating func codes(_ format: Format, _ count: Int) -> [UInt32] { (0..<count).map { _ in code(format) } }

  /// Numbers of at most `width` bits, the extremes among them.
  mutating func integers(_ count: Int, width: Int) -> [BigInt] {
    let top = Int128(1) << Int128(width - 1)
    return (0..<count).map { _ in
      switch next() % 8 {
      case 0: return BigInt(-top)
      case 1: return BigInt(top - 1)
      default: return BigInt(Int128.random(in: -top...top - 1, using: &self))
      }
    }
  }

  /// Lines for the sums below borders: the other one's continuation with another slope, as of a function, or any.
  mutating func below(_ affine: Affine, sumWidth: Int) -> Affine.Below {
    let count = affine.multipliers.count
    let borders = integers(count, width: Int.random(in: 1...sumWidth + 2, using: &self))
    let isShared = next() % 3 == 0
    var multipliers = integers(count, width: affine.multiplierWidth).map { Int(Int128($0)) }
    if isShared { multipliers = multipliers.map { _ in multipliers[0] } }
    if next() % 2 == 0 {
      let places = Int.random(in: 0...4, using: &self)
      multipliers = affine.multipliers.map { $0 >> places }
      let offsets = multipliers.indices.map {
        BigInt(affine.multipliers[$0] - multipliers[$0]) * borders[$0] + affine.offsets[$0]
      }
      return Affine.Below(borders: borders, multipliers: multipliers, offsets: offsets)
    }
    return Affine.Below(
      borders: next() % 3 == 0 ? borders.map { _ in borders[0] } : borders, multipliers: multipliers,
      offsets: next() % 3 == 0 ? affine.offsets : integers(count, width: affine.offsetWidth))
  }

  /// A rounding; the affine gets one too, and the exponent under which numbers like `totals` meet most of the output's
  /// range and some leave it.
  mutating func rounding(_ format: Format, totals: [BigInt], after affine: inout Affine) -> Rounding {
    let lengths = totals.map { $0.magnitude.bitWidth }.sorted()
    let median = lengths[lengths.count / 2]
    let shape = format.number.operandShape
    let top = shape.lsb + shape.significandWidth + Int.random(in: 0...shape.maximumShift, using: &self)
    var bounds = [format.number.lowestCode, format.number.highestCode]
    if next() % 2 == 0 {
      bounds = codes(format, 2).sorted { format.number.order(of: $0) < format.number.order(of: $1) }
      if next() % 2 == 0 { bounds = [format.number.zeroCode, format.number.highestCode] }
    }
    affine.exponent = top - median + Int.random(in: -2...1, using: &self)
    let isInteger = format.number is any FixedPointFormat || format.number is TernaryFormat
    affine.rounding = isInteger && next() % 2 == 0 ? pick(RoundingMode.allCases) : .halfEven
    return Rounding(format: format, lowest: bounds[0], highest: bounds[1])
  }
}
