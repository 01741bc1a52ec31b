/// A function of one element.
package struct Activation: Hashable, Codable, Sendable {
  package static let kind = "activation"

  package enum Function: Hashable, Codable, Sendable {
    /// max(x, 0).
    case relu
    /// min(max(x, lower), upper); infinite bounds leave that side open.
    case clip(lower: Float, upper: Float)
    /// gamma * x above 0, gamma * alpha * (exp x - 1) below.
    case selu(alpha: Float, gamma: Float)
  }

  package var function: Function

  package init(function: Function) { self.function = function }
}
