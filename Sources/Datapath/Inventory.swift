/// What a stage's hardware is built of, as far as its area follows from it. Counts are in bits where not said otherwise.
package struct Inventory: Sendable, Hashable {
  /// `count` multipliers of two's complement numbers of `a` and `b` bits, or unsigned ones.
  package struct Multiplier: Sendable, Hashable {
    package var count: Int
    package var a: Int
    package var b: Int

    package init(_ count: Int, _ a: Int, _ b: Int) {
      self.count = count
      self.a = a
      self.b = b
    }
  }

  /// `count` memories with one read port of `words` x `width` bits.
  package struct Memory: Sendable, Hashable {
    package var count: Int
    package var words: Int
    package var width: Int
    /// Whether nothing is ever written.
    package var isConstant: Bool

    package init(count: Int = 1, words: Int, width: Int, isConstant: Bool) {
      self.count = count
      self.words = words
      self.width = width
      self.isConstant = isConstant
    }

    package var bits: Int { count * words * width }
    /// Roughly, as `Inventory`'s.
    package var lookUpTables: Int { (bits + 63) / 64 }
  }

  /// Flip-flops, those of memories left out.
  package var registers = 0
  /// Adders, subtractors, counters.
  package var adders = 0
  /// Comparators, clamps.
  package var comparators = 0
  /// Choices between two, gates.
  package var multiplexers = 0
  /// Shifters by a variable distance: bits x levels.
  package var shifters = 0
  package var multipliers: [Multiplier] = []
  package var memories: [Memory] = []

  package init(registers: Int = 0) { self.registers = registers }

  /// Roughly its tables of six inputs, to compare one way of building a part with another: one for each bit of an adder,
  /// a comparator, a choice, for each pair of a multiplier's bits, and for 64 bits of memory.
  package var lookUpTables: Int {
    adders + comparators + multiplexers + shifters + multipliers.reduce(0) { $0 + $1.count * $1.a * $1.b }
      + memories.reduce(0) { $0 + $1.lookUpTables }
  }

  package static func += (sum: inout Inventory, part: Inventory) {
    sum.registers += part.registers
    sum.adders += part.adders
    sum.comparators += part.comparators
    sum.multiplexers += part.multiplexers
    sum.shifters += part.shifters
    sum.multipliers += part.multipliers
    sum.memories += part.memories
  }
}
