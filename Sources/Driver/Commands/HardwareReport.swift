package import Estimate
package import Synthesis

/// What a model takes in hardware, before any synthesis.
package struct HardwareReport: Encodable, Sendable {
  /// What one layer takes.
  package struct Layer: Encodable, Sendable {
    /// The layer's name.
    package var name: String
    /// Of the weights; null for layers without.
    @Nullable package var weightFormat: String?
    /// Of the tensor that it makes.
    package var format: String
    /// Output channels a cycle.
    package var pe: Int
    /// Inputs a cycle.
    package var simd: Int
    /// Cycles of one frame.
    package var cycles: Int
    /// Bits of all its memories.
    package var memoryBits: Int
    /// What it takes of the device, as estimated.
    package var area: Area
  }

  /// What a budget came to.
  package struct Choice: Encodable, Sendable {
    /// What there is.
    package var budget: AreaBudget
    /// Whether the machine takes no more than that.
    package var fits: Bool
    /// The bound that is nearest to being reached, or that is passed by most.
    package var resource: String
    /// The layer that takes most of it, and how much.
    package var layer: String
    /// What the machine takes.
    package var used: Int
    /// The slowest layer, which sets the cycles.
    package var slowestLayer: String
    /// The cycles of the next faster folding, which does not fit; null when none is faster.
    @Nullable package var nextCycles: Int?
  }

  /// The device whose parts are counted.
  package var target: Device
  /// The name that the family gives a block of memory.
  package var block: String
  /// The layers in the order of the data.
  package var layers: [Layer]
  /// Cycles between two frames: those of the slowest layer.
  package var cyclesPerFrame: Int
  /// Bits of all memories.
  package var memoryBits: Int
  /// What the machine takes of the device.
  package var area: Area
  /// Of stages that the estimates were not fitted to; 0.1 is 10 %.
  package var error: AreaFit.Error
  /// The Yosys that the estimates were fitted to.
  package var yosys: String
  /// How a budget was met; null where none was given.
  @Nullable package var choice: Choice?

  var text: String {
    var table = Table([
      ("hardware on \(target.rawValue)", .left), ("weights", .left), ("output", .left), ("PE x SIMD", .right),
      ("cycles", .right), ("memory bits", .right), ("LUTs", .right), ("flip-flops", .right), ("DSPs", .right),
      (block, .right),
    ])
    for layer in layers {
      table.add(
        [layer.name, layer.weightFormat ?? "-", layer.format, "\(layer.pe) x \(layer.simd)"]
          + [layer.cycles, layer.memoryBits].map(Figure.count) + Self.cells(layer.area))
    }
    table.add(
      ["total", "", "", ""] + [cyclesPerFrame, memoryBits].map(Figure.count) + Self.cells(area))
    return ([table.text, "", accuracy] + choiceLines).joined(separator: "\n")
  }

  private static func cells(_ area: Area) -> [String] {
    [area.luts, area.registers, area.multipliers, area.blocks].map(Figure.count)
  }

  private var accuracy: String {
    "estimates miss Yosys \(yosys) on single stages by \(Figure.percent(error.luts)) of the LUTs, "
      + "\(Figure.percent(error.registers)) of the flip-flops, \(Figure.percent(error.multipliers)) of the DSPs, "
      + "\(Figure.percent(error.blocks)) of the memory blocks on average"
  }

  private var choiceLines: [String] {
    guard let choice else { return [] }
    let verdict =
      choice.fits
      ? "the budget allows \(Figure.count(cyclesPerFrame)) cycles a frame"
      : "no folding fits into the budget; the smallest is listed"
    let next = choice.nextCycles.map { "; the next faster folding, \(Figure.count($0)) cycles, does not fit" } ?? ""
    let limits = choice.nextCycles != nil || !choice.fits
    return [
      verdict + next,
      "'\(choice.resource)' is \(limits ? "the limit" : "used most, and nothing faster is known"): layer '\(choice.layer)' takes \(Figure.count(choice.used)) of it; "
        + "the slowest layer is '\(choice.slowestLayer)'",
    ]
  }
}
