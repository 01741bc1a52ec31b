import Foundation
package import Support

extension Activation {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first else { return [] }
    switch function {
    case .relu: return input.map { $0 > 0 ? $0 : 0 }
    case .clip(let lower, let upper): return input.map { min(max($0, lower), upper) }
    case .selu(let alpha, let gamma):
      return input.map { $0 > 0 ? gamma * $0 : gamma * (alpha * exp($0) - alpha) }
    }
  }
}
