/// A figure of a quantized network that a search makes as large or as small as it can.
package enum Objective: String, Sendable, Hashable, CaseIterable, Codable {
  /// The golden model's, on the validation images.
  case accuracy
  /// Accuracy, sparsity and bits together; see `mantissa score`.
  case asb
  /// The share of weights that are 0.
  case sparsity
  /// Of all weights.
  case bits
  /// Of the estimated hardware, as the four after it.
  case luts, registers, dsp, bram, cycles
  /// Bits of the hardware's memories.
  case memory

  /// Whether more is better.
  package var isMaximized: Bool {
    switch self {
    case .accuracy, .asb, .sparsity: true
    case .bits, .luts, .registers, .dsp, .bram, .cycles, .memory: false
    }
  }

  /// Whether it takes an estimate of the hardware.
  package var isOfHardware: Bool {
    switch self {
    case .accuracy, .asb, .sparsity, .bits: false
    case .luts, .registers, .dsp, .bram, .cycles, .memory: true
    }
  }

  /// As Optuna calls it.
  var direction: String { isMaximized ? "maximize" : "minimize" }

  /// The objectives of a list such as `accuracy,luts`; nil where one is unknown, stands twice, or there is none.
  package static func list(_ text: String) -> [Objective]? {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let all = names.compactMap(Objective.init)
    return all.count == names.count && Set(all).count == all.count ? all : nil
  }

  /// Whether `a` is no worse than `b` in every objective, and better in one.
  package static func dominates(_ a: [Double], _ b: [Double], _ objectives: [Objective]) -> Bool {
    let signed = zip(objectives, zip(a, b)).map { $0.isMaximized ? $1.0 - $1.1 : $1.1 - $1.0 }
    return signed.allSatisfy { $0 >= 0 } && signed.contains { $0 > 0 }
  }
}
