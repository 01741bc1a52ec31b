package import Arithmetic
internal import BigInt
internal import Support

extension DatapathGraph {
  /// What the hardware is built of: its nodes, and the registers between them.
  package var inventory: Inventory {
    var result = Inventory()
    for node in nodes { result += node.inventory }
    for step in steps {
      // And whether the word is one.
      result.registers += 1 + step.kept.reduce(0) { $0 + $1.bits }
    }
    if entry == .pair { result.registers += 1 + inputs.reduce(0) { $0 + $1.bits } }
    return result
  }

  /// Bits of the constants that it reads from memories.
  package var memoryBits: Int {
    nodes.reduce(0) { sum, node in
      if case .memory(let memory) = node.operation {
        sum + node.extent.count * memory.words * memory.width
      } else {
        sum
      }
    }
  }

  /// Cells that it asks for, one for each node and use.
  package var cells: [CellUse] {
    steps.flatMap(\.nodes).flatMap { node in
      node.operation.cells + (node.cuts == 0 ? [] : [CellUse(.delay)] + (node.wide.map { [$0] } ?? []))
    }
  }
}

extension Operation {
  /// The cells that it asks for.
  package var cells: [CellUse] {
    switch self {
    case .memory(let memory): [memory.cell]
    case .decode(let operand): operand.cells
    case .multiply(let path, _): [path.cell]
    case .operate(let cell, _), .whole(let cell), .greater(let cell), .tree(let cell), .encode(let cell, _): [cell]
    case .align(let shape): [shape.alignCell()]
    case .accumulate(let sums): sums.adder.map { [$0] } ?? []
    case .maximum(let cell, let words): words > 1 ? [cell] : []
    case .scan(let cell, let lanes): lanes > 1 ? [cell] : []
    case .best(let cell, _): [cell]
    case .sequence, .total, .constant, .field, .less, .equal, .matches, .join, .select, .scale, .add, .product, .reach,
      .count, .sign, .order, .descend, .collect, .segments, .resolve:
      []
    }
  }
}

extension Node {
  /// All copies together. Counts of bits; a counter is a register and an adder.
  package var inventory: Inventory {
    var result = copy
    result.registers += cuts.nonzeroBitCount * max(made, reads.reduce(0) { $0 + $1.width })
    result.scale(by: extent.count)
    result += shared
    return result
  }

  private var made: Int { makes[0].width }

  /// What there is once, whatever the extent.
  private var shared: Inventory {
    switch operation {
    case .sequence(let words), .total(_, let words), .maximum(_, let words): .counter(words)
    case .memory(let memory):
      if case .inTurn = memory.address { .counter(memory.words) } else { Inventory() }
    case .accumulate(let sums): .counter(sums.beats)
    case .best(_, let words): .counter(words)
    case .collect(let beats): Inventory(registers: beats * makes[0].bits / max(1, beats))
    default: Inventory()
    }
  }

  /// What each copy has.
  private var copy: Inventory {
    var result = Inventory()
    switch operation {
    case .sequence, .total, .constant, .field, .sign, .order, .collect, .join, .whole, .segments: break
    case .memory(let memory):
      result.memories = [Inventory.Memory(words: memory.words, width: memory.width, isConstant: !memory.isLoadable)]
      if memory.isLoadable {
        // The word that is put together, the bus on its way to the next memory, and the place.
        result.registers += memory.width + MemoryRead.busWidth + bits(for: memory.words)
        result.adders += bits(for: memory.words)
      }
    case .decode(let operand): result = operand.inventory
    case .multiply(let path, _), .operate(_, let path): result = path.inventory(kept: made)
    case .align(let shape):
      if shape.maximumShift > 0 { result.shifters = shape.integerWidth * levels(shape.maximumShift + 1) }
      if shape.sign == .separate { result.adders = shape.integerWidth }
    case .tree:
      let terms = reads[0].extent.count / max(1, extent.count)
      // Half of the additions are of terms, the others of sums a bit wider a level.
      result.adders = (terms - 1) * (reads[0].width + 1)
    case .accumulate(let sums): result = sums.inventory
    case .less, .greater, .equal, .descend: result.comparators = max(reads[0].width, reads.last?.width ?? 0)
    case .matches: result.comparators = reads.reduce(0) { $0 + $1.bits }
    case .select: result.multiplexers = made
    case .scale(let factor, _):
      if let factor {
        // A constant is multiplied by as shifts and additions.
        result.adders = max(0, factor.magnitude.words.reduce(0) { $0 + $1.nonzeroBitCount } - 1) * made
      } else {
        result.multipliers = [Inventory.Multiplier(1, reads[0].width, reads[1].width)]
      }
    case .add(let terms, let constant):
      result.adders = (terms.count + (constant.map { $0 == 0 ? 0 : 1 } ?? 0) - 1) * made
    case .resolve: result.adders = made
    case .product: result.multipliers = [Inventory.Multiplier(1, reads[0].width, reads[1].width)]
    case .reach(let thresholds):
      result.comparators = thresholds.count * max(reads[0].width, thresholds.width)
      if thresholds.hasFalls { result.multiplexers = reads[0].width }
    case .count(let thresholds):
      result.adders = made
      result.multiplexers = thresholds.count
    case .encode(_, let format):
      let input = reads[0].width
      result.adders = made
      result.comparators = input
      result.multiplexers = made
      if format.number.operandShape.maximumShift > 0 {
        result.shifters = input * levels(input)
        result.adders += input
      }
    case .maximum(_, let words):
      result.registers = made
      if words > 1 { (result.comparators, result.multiplexers) = (made, made) }
    case .scan(_, let lanes):
      let code = reads[0].width
      result.comparators = (lanes - 1) * code
      result.multiplexers = (lanes - 1) * (code + makes[1].width)
      if reads.count > 1 { result.adders = makes[1].width }
    case .best:
      result.registers = reads[0].width + made
      result.comparators = reads[0].width
      result.multiplexers = reads[0].width + made
    }
    return result
  }
}

extension Accumulation {
  /// Of one unit.
  fileprivate var inventory: Inventory {
    var result = Inventory()
    if adder != nil {
      result.adders = terms * 4 * width
      result.shifters = terms * 2 * width * levels(width)
    }
    if words > 1 {
      result.adders += heldWidth
      result.multiplexers += heldWidth
      result.registers += heldWidth
    }
    if beats > 1 || words == 1 { result.registers += heldWidth }
    if beats > 1 { result.multiplexers += heldWidth }
    return result
  }
}

extension DecodedOperand {
  /// Codes of floats and posits become significands and shifts.
  fileprivate var inventory: Inventory {
    var result = Inventory()
    guard decoded.maximumShift > 0 else { return result }
    if shape.isNormalized {
      result.shifters = format.width * levels(format.width)
      result.adders = format.width
    } else {
      result.multiplexers = format.width
    }
    return result
  }
}

extension ProductPath {
  /// Of one product of which `kept` bits are used.
  fileprivate func inventory(kept: Int) -> Inventory {
    var result = Inventory()
    let (w, x) = (weight.shape, activation.shape)
    let width = w.significandWidth + x.significandWidth
    if min(w.significandWidth, x.significandWidth) <= 1 {
      result.multiplexers = kept
    } else {
      switch multiplier.structure(weight: w) {
      case .array: result.multipliers = [Inventory.Multiplier(1, w.significandWidth, x.significandWidth)]
      case .logarithms: (result.adders, result.shifters) = (width, width * levels(width))
      case .shifts(let count):
        result.adders = (count - 1) * width
        result.multiplexers = w.significandWidth * x.significandWidth
      }
    }
    if w.sign == .separate || x.sign == .separate { result.adders += kept }
    let shift = w.maximumShift + x.maximumShift
    if shift > 0 { result.shifters += kept * levels(shift + 1) }
    return result
  }
}

extension Inventory {
  /// A counter of `count` states.
  fileprivate static func counter(_ count: Int) -> Inventory {
    guard count > 1 else { return Inventory() }
    var result = Inventory(registers: bits(for: count))
    result.adders = bits(for: count)
    return result
  }

  /// So many of the same.
  fileprivate mutating func scale(by count: Int) {
    registers *= count
    adders *= count
    comparators *= count
    multiplexers *= count
    shifters *= count
    for index in multipliers.indices { multipliers[index].count *= count }
    for index in memories.indices { memories[index].count *= count }
  }
}

/// Levels of a shifter by up to so many distances.
private func levels(_ distances: Int) -> Int { bits(for: max(2, distances)) }
