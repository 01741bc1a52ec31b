package import Datapath
import PipelineIR
package import Synthesis

/// Estimates the area of a stage from its inventory: sums of bits times coefficients that were fitted to Yosys' counts.
package struct AreaModel: Codable, Sendable, Hashable {
  /// The device whose parts are counted.
  package var device: Device
  /// Look-up tables for each of `features`.
  package var luts: [Double]
  /// Flip-flops for each of `registerNames`.
  package var registers: [Double]
  /// The share of its blocks that a memory has to fill to be made of blocks: constant ones, and others.
  package var constantShare: Double
  /// The same of memories that are written.
  package var writableShare: Double

  /// A model of its coefficients.
  package init(
    device: Device, luts: [Double], registers: [Double], constantShare: Double, writableShare: Double
  ) {
    self.device = device
    self.luts = luts
    self.registers = registers
    self.constantShare = constantShare
    self.writableShare = writableShare
  }

  /// What `features` holds, in its order.
  package static let featureNames = [
    "a stage", "an adder's bit", "a comparator's bit", "a choice's bit", "a shifter's bit and level",
    "a x b of a multiplier", "a table of constant memory", "a table of other memory",
    "a bit of a writable block's word",
  ]

  /// DSPs take registers beside their operands and results in; a block of memory that does not show a word while it is
  /// written has some beside it.
  package static let registerNames = [
    "a stage", "a register's bit", "less for a bit of a DSP's operands", "a bit of a writable block's word",
  ]

  /// The estimate for what a stage is built of.
  package func area(of inventory: Inventory) -> Area {
    let parts = parts(of: inventory)
    let luts = zip(luts, parts.features).reduce(0) { $0 + $1.0 * $1.1 }
    let registers = max(0, zip(self.registers, parts.registerFeatures).reduce(0) { $0 + $1.0 * $1.1 })
    return Area(
      luts: Self.count(luts), registers: Self.count(registers), multipliers: parts.multipliers,
      blocks: parts.blocks)
  }

  /// The nearest count; 0 for what is none.
  private static func count(_ value: Double) -> Int { value > 0 ? Int(min(value, 0x1p62).rounded()) : 0 }

  /// An inventory with its multipliers and memories given their places.
  struct Parts {
    var features: [Double]
    var registers: Int
    /// Bits of the operands of multipliers that are DSPs, and of the words of writable blocks.
    var operandBits = 0
    var writableBits = 0
    var multipliers = 0
    var blocks = 0

    var registerFeatures: [Double] { [1, Double(registers), -Double(operandBits), Double(writableBits)] }
  }

  func parts(of inventory: Inventory) -> Parts {
    var parts = Parts(
      features: [
        1, Double(inventory.adders), Double(inventory.comparators), Double(inventory.multiplexers),
        Double(inventory.shifters), 0, 0, 0, 0,
      ], registers: inventory.registers)
    for product in inventory.multipliers {
      let blocks = device.multiplierBlocks(product.a, product.b)
      parts.multipliers += product.count * blocks
      if blocks == 0 {
        parts.features[5] += Double(product.count * product.a * product.b)
      } else {
        parts.operandBits += product.count * (product.a + product.b)
      }
    }
    for memory in inventory.memories { place(memory, in: &parts) }
    return parts
  }

  private func place(_ memory: Inventory.Memory, in parts: inout Parts) {
    if let blocks = blocks(for: memory) {
      parts.blocks += memory.count * blocks
      guard !memory.isConstant else { return }
      parts.writableBits += memory.count * memory.width
      parts.features[8] += Double(memory.count * memory.width)
      return
    }
    // The word that was read stands in flip-flops.
    parts.registers += memory.count * memory.width
    let tables = memory.count * memory.width * ((memory.words + device.wordsPerLUT - 1) / device.wordsPerLUT)
    parts.features[memory.isConstant ? 6 : 7] += Double(tables)
  }

  /// Blocks for a memory in its best arrangement; nil when it fills them too little.
  func blocks(for memory: Inventory.Memory) -> Int? {
    let least = device.blocks(words: memory.words, width: memory.width).min() ?? 1
    let share = Double(memory.words * memory.width) / Double(least * device.blockBits)
    return share >= (memory.isConstant ? constantShare : writableShare) ? least : nil
  }
}
