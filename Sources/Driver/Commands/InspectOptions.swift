package import Synthesis

/// What `mantissa inspect` is asked.
package struct InspectOptions: Sendable {
  /// The ONNX file.
  package var model: String
  /// The plan's file; nil for the defaults.
  package var plan: String?
  /// The device that areas are estimated for.
  package var target: Device
  /// Cycles an inference that the folding has to reach; nil leaves folding to the plan.
  package var targetCycles: Int?
  /// What the hardware may take; chooses the folding.
  package var budget: AreaBudget?

  /// What is inspected.
  package init(
    model: String, plan: String? = nil, target: Device = .xc7, targetCycles: Int? = nil, budget: AreaBudget? = nil
  ) {
    self.model = model
    self.plan = plan
    self.target = target
    self.targetCycles = targetCycles
    self.budget = budget
  }
}

/// Bounds on what hardware takes; nil where there is none.
package struct AreaBudget: Sendable, Hashable, Encodable {
  /// The most look-up tables; nil for any number.
  package var luts: Int?
  /// The most flip-flops; nil for any number.
  package var registers: Int?
  /// Multiplier blocks.
  package var dsp: Int?
  /// Blocks of memory.
  package var bram: Int?

  /// Reads, for example, `luts=20000,bram=100`; nil when the text is no budget.
  package init?(_ text: String) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, let value = Int(sides[1]), value >= 0 else { return nil }
      guard let place = Self.places[String(sides[0])], self[keyPath: place] == nil else { return nil }
      self[keyPath: place] = value
    }
  }

  private init() {}

  private static var places: [String: WritableKeyPath<AreaBudget, Int?>] {
    ["luts": \.luts, "registers": \.registers, "dsp": \.dsp, "bram": \.bram]
  }

  /// What is bounded: its name, the bound, and where an area has it.
  package var bounds: [(name: String, bound: Int, count: KeyPath<Area, Int>)] {
    let all: [(String, Int?, KeyPath<Area, Int>)] = [
      ("luts", luts, \.luts), ("registers", registers, \.registers), ("dsp", dsp, \.multipliers),
      ("bram", bram, \.blocks),
    ]
    return all.compactMap { name, bound, count in bound.map { (name, $0, count) } }
  }

  /// Whether an area exceeds no bound.
  package func allows(_ area: Area) -> Bool { bounds.allSatisfy { area[keyPath: $0.count] <= $0.bound } }
}
