package import Estimate

/// What a model takes in hardware, before any synthesis.
package struct HardwareReport: Encodable, Sendable {
  package struct Layer: Encodable, Sendable {
    package var name: String
    /// Of the weights; null for layers without.
    @Nullable package var weightFormat: String?
    /// Of the tensor that it makes.
    package var format: String
    package var pe: Int
    package var simd: Int
    package var cycles: Int
    package var memoryBits: Int
    package var area: Area
  }

  /// What a budget came to.
  package struct Choice: Encodable, Sendable {
    package var budget: AreaBudget
    package var fits: Bool
    /// The bound that is nearest to being reached, or that is passed by most.
    package var resource: String
    /// The layer that takes most of it, and how much.
    package var layer: String
    package var used: Int
    /// The slowest layer, which sets the cycles.
    package var slowestLayer: String
    /// The cycles of the next faster folding, which does not fit; null when none is faster.
    @Nullable package var nextCycles: Int?
  }

  package var target: Device
  /// The name that the family gives a block of memory.
  package var block: String
  package var layers: [Layer]
  package var cyclesPerFrame: Int
  package var memoryBits: Int
  package var area: Area
  /// Of stages that the estimates were not fitted to; 0.1 is 10 %.
  package var error: AreaFit.Error
  package var yosys: String
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
