import Foundation

extension Recipe {
  /// The rate of a step, counted from 0, of so many an epoch.
  package func rate(step: Int, stepsPerEpoch: Int) -> Double {
    let epoch = Double(step) / Double(stepsPerEpoch)
    if epoch < warmUp { return rate * Double(step + 1) / max(1, warmUp * Double(stepsPerEpoch)) }
    switch schedule {
    case .constant: return rate
    case .step: return rate * pow(factor, Double(step / stepsPerEpoch / every))
    case .cosine:
      let done = (epoch - warmUp) / max(1e-9, Double(epochs) - warmUp)
      return rate * (final + (1 - final) * 0.5 * (1 + cos(Double.pi * min(1, done))))
    }
  }
}
