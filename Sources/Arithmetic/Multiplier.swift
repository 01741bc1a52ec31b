/// How a weight and an activation are multiplied; a family member named in `MultiplierRegistry`.
package protocol Multiplier: Sendable {
  /// The name in plans, for example `exact`, `xor-sign`, `gated`.
  static var name: String { get }
  /// Why this multiplier cannot take the pair, or nil when it can.
  static func misfit(weight: Format, activation: Format) -> String?
  /// Whether the product always equals the real product.
  static var isExact: Bool { get }
  /// The form of the product.
  static func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape
}

/// How products are summed.
package enum Accumulator: Hashable, Sendable, Codable {
  /// A fixed-point register wide enough for every sum that the weights can make.
  case exact
  /// Bits `msb` to `lsb` (powers of two) of that register: each product is floored to a multiple of 2^lsb, and
  /// the sum is two's complement modulo 2^(msb + 1), bit `msb` being the sign.
  case window(msb: Int, lsb: Int)
}
