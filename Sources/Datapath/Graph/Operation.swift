package import Arithmetic
package import BigInt
import Support

/// What a node computes. Most are functions of what they read in the same cycle; `isClocked` names the others.
///
/// Integers are two's complement. A node names a cell's contract where a cell computes it; back ends know which text
/// implements the contract.
package enum Operation: Sendable {
  /// Tells the first and the last of each `words` words that enter: makes `first`, `last`.
  case sequence(words: Int)
  /// A multiple of a step for each of `words` words that enter, from 0 up.
  case total(of: Int, words: Int)
  /// A memory's word at the address: makes its data one clock edge later.
  case memory(MemoryRead)
  /// A number, the same for all elements: an integer, or the bits of a code.
  case constant(BigInt)
  /// Codes become sign, significand and shift.
  case decode(DecodedOperand)
  /// Weight operands times activation operands; `dropped` low bits of the product are floored away.
  case multiply(ProductPath, dropped: Int)
  /// A cell that makes the code of a product from two codes; what it is built of is told by the path.
  case operate(CellUse, ProductPath)
  /// A cell that is a whole operator, with registers inside where its parameter says so.
  case whole(CellUse)
  /// Operands become integers.
  case align(OperandShape)
  /// The sum of each unit's lanes, exact as far as the signal that it makes is wide.
  case tree(CellUse)
  /// Sums over the words of a result, which then leave some at a time: reads terms, `first`, `last`; makes the sums of
  /// a beat, and `last` of a result's beats where there are several, one clock edge later.
  case accumulate(Accumulation)
  /// Integers as sums are held in segments, with zeros where their carries will be.
  case segments(Accumulation)
  /// The integer of a sum that is held in segments.
  case resolve(Accumulation)
  /// Some bits of a word, from `low` up.
  case field(low: Int)
  /// Whether the first is less than the second: integers.
  case less
  /// Whether the first of two codes is the greater one by value.
  case greater(CellUse)
  /// Whether two codes are the same.
  case equal
  /// Whether any of the codes that it reads is this one.
  case matches(UInt32)
  /// What it reads beside each other, the first in the highest bits.
  case join
  /// The second where the flag, the first that it reads, is set; else the third.
  case select
  /// A multiplier of its own for each element, which it reads second, or one for all, times an integer called `symbol`
  /// in comments.
  case scale(by: BigInt?, symbol: String)
  /// The sum of integers, each as its term says, and of a constant.
  case add([Term], constant: BigInt?)
  /// The product of two integers.
  case product
  /// For each threshold, the fields of the constants that it reads second, whether the sum reaches it.
  case reach(Thresholds)
  /// The level: how many thresholds are reached, from the lowest level up.
  case count(Thresholds)
  /// An integer becomes a code of the format, rounded and clamped.
  case encode(CellUse, Format)
  /// A code whose highest bit becomes the sign of a product: reads the code and both factors' signs.
  case sign
  /// Two's complement codes with their sign's bit turned, which makes their order an unsigned one.
  case order
  /// The bits of a place so far, which it reads third, and one more: whether the code reaches a threshold, unsigned.
  case descend
  /// The greatest code of each `words` words, lane by lane; the first of equals: makes it one clock edge later.
  case maximum(CellUse, words: Int)
  /// The greatest code of a word's lanes and its channel, the first of equals: reads codes, and where a pixel has several
  /// words the channel of the first lane.
  case scan(CellUse, lanes: Int)
  /// The channel of the greatest code of a pixel's words, one clock edge later: reads code, channel, `first`, `last`.
  case best(CellUse, words: Int)
  /// Puts an output word together from its beats, one clock edge later: reads codes, `last`.
  case collect(beats: Int)
}

extension Operation {
  /// Whether what it makes is there one clock edge after what it reads, in a register or a memory of its own.
  package var isClocked: Bool {
    switch self {
    case .memory, .accumulate, .maximum, .best, .collect: true
    case .sequence, .total, .constant, .decode, .multiply, .operate, .whole, .align, .tree, .field, .less, .greater,
      .equal, .matches, .join, .select, .scale, .add, .product, .reach, .count, .encode, .sign, .order, .descend, .scan,
      .segments, .resolve:
      false
    }
  }
}

/// How a sum takes an integer: shifted left, added or subtracted.
package struct Term: Sendable, Hashable {
  package var shift: Int
  package var isNegative: Bool

  package init(shift: Int = 0, isNegative: Bool = false) {
    self.shift = shift
    self.isNegative = isNegative
  }
}

/// A read of a memory, one a copy of the node.
package struct MemoryRead: Sendable, Hashable {
  /// What it holds, for example `weights`: the role of its instance.
  package var role: String
  package var words: Int
  /// Bits a word.
  package var width: Int
  /// What chooses the word.
  package enum Address: Sendable, Hashable {
    /// The words in turn, one each time that data moves; the register that counts.
    case inTurn(register: String)
    /// What the node reads, the first signal in the highest bits; nothing where there is one word.
    case read
  }
  package var address: Address
  /// Bits of the address: at least 1.
  package var addressWidth: Int { bits(for: words) }
  /// Whether each copy has a memory of its own, or all read equal ones.
  package var differ: Bool
  /// Whether its content can be written while the machine rests; else it is read-only.
  package var isLoadable: Bool
  /// Bits of each of the memories side by side that it is built of, the last one's apart; nil for one memory.
  package var slice: Int?
  /// The cell that holds it.
  package var cell: CellUse { CellUse(isLoadable ? .loadableMemory : .memory) }
  /// Bits of the bus on which words are loaded: last, valid, a word of `loadWidth` bits.
  package static let (busWidth, loadWidth) = (34, 32)
  /// The parts of a word that memories of their own hold, the lowest bits first.
  package var slices: [Range<Int>] {
    guard let slice, slice > 0, slice < width else { return [0..<width] }
    return stride(from: 0, to: width, by: slice).map { $0..<min(width, $0 + slice) }
  }

  package init(
    role: String, words: Int, width: Int, address: Address, differ: Bool = false, isLoadable: Bool = false
  ) {
    self.role = role
    self.words = words
    self.width = width
    self.address = address
    self.differ = differ
    self.isLoadable = isLoadable
  }
}

/// Sums over the words of a result, and their way out.
package struct Accumulation: Sendable, Hashable {
  /// Words of a result.
  package var words: Int
  /// Bits of a sum.
  package var width: Int
  /// Results side by side.
  package var units: Int
  /// Results that leave at a time; divides `units`.
  package var leaving: Int
  /// The adder of codes, where sums are codes that are rounded at every step, in the order of `terms` of a word.
  package var adder: CellUse?
  /// Terms of a word that it adds itself, one after another: 1 but where it rounds.
  package var terms: Int

  package init(words: Int, width: Int, units: Int, leaving: Int, adder: CellUse? = nil, terms: Int = 1) {
    self.words = words
    self.width = width
    self.units = units
    self.leaving = leaving
    self.adder = adder
    self.terms = terms
    addends = words
  }

  /// Terms of a result, those of a word included: their carries need room above a segment.
  package var addends: Int
  /// Parts in which a sum is added up, each with bits for its carries above it, so that no carry runs through all of it.
  package var segments = 1
  /// Bits of each of them but the highest one, which has the rest.
  package var segment: Int { (width + segments - 1) / segments }
  /// Bits for the carries of a segment.
  package var carryWidth: Int { bits(for: addends) }
  /// Bits in which a sum is held: each segment and its carries, the lowest one first; the highest one needs none.
  package var heldWidth: Int { width + (segments - 1) * carryWidth }
  /// The bits of a sum that each segment stands for, the lowest one first.
  package var sumBits: [Range<Int>] { (0..<segments).map { $0 * segment..<min(($0 + 1) * segment, width) } }
  /// Where each segment is held with its carries above it.
  package var segmentBits: [Range<Int>] {
    let step = segment + carryWidth
    return (0..<segments).map { $0 * step..<($0 + 1 < segments ? ($0 + 1) * step : heldWidth) }
  }
  /// Bits of the widest adder.
  package var widest: Int { segments == 1 ? width : segment + carryWidth }

  /// Turns in which all results leave.
  package var beats: Int { units / leaving }
}
