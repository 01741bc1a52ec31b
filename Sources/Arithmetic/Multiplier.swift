/// How a weight and an activation are multiplied; a family of them is one type in one folder, named in
/// `MultiplierRegistry`.
///
/// The definition here and the hardware cell are two statements of one function.
package protocol Multiplier: Hashable, Sendable, CustomStringConvertible {
  /// The name before the angle brackets, for example `exact`, `xor-sign`, `gated`.
  static var family: String { get }
  /// A name that can be read: the family, with parameters where it needs some.
  static var example: String { get }
  /// Reads the parameters between the angle brackets; throws a message that says what is expected.
  init(parameters: [String]) throws(FormatError)

  /// The name in plans; `NamedMultiplier` reads it back.
  var description: String { get }
  /// Whether the product always equals the real product.
  var isExact: Bool { get }
  /// The mean relative error of products whose operands' fractions are uniform; 0 for exact ones.
  var meanError: Double { get }
  /// Whether this can be the multiplier for such weights when the plan names none; the registry's last one is.
  func isNatural(weight: Format) -> Bool
  /// The same with everything stated that its name leaves to the formats.
  func completed(weight: Format, activation: Format) -> Self
  /// Why this multiplier cannot take the pair, or nil when it can.
  func misfit(weight: Format, activation: Format) -> String?
  /// The form of the product.
  func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape
  /// The product of two decoded codes: the definition that everything else is held to.
  func product(_ weight: Operand, _ activation: Operand) -> Product
  /// Adds `count` products, in units of 2^`unit` times those of their operands, to a sum.
  func add(
    _ weights: UnsafePointer<Operand>, _ activations: UnsafePointer<Operand>, count: Int, unit: Int,
    to sum: inout NarrowSum)
  /// The same for sums that pass 127 bits.
  func add(
    _ weights: UnsafePointer<Operand>, _ activations: UnsafePointer<Operand>, count: Int, unit: Int,
    to sum: inout WideSum)
  /// The hardware; see `CellContract` for its ports.
  func productCell(weight: OperandShape, activation: OperandShape) -> CellUse
  /// What that is built of, where both significands have several bits: for estimates of area.
  func structure(weight: OperandShape) -> ProductStructure
}

/// How a product of two significands is made.
package enum ProductStructure: Hashable, Sendable {
  /// An array of partial products, or a DSP.
  case array
  /// Two logarithms, their sum, and back.
  case logarithms
  /// The sum of so many shifted activations.
  case shifts(Int)
}

/// How products are summed.
package enum Accumulator: Hashable, Sendable, Codable {
  /// A fixed-point register wide enough for every sum that the weights can make.
  case exact
  /// Bits `msb` to `lsb` (powers of two) of that register: each product is floored to a multiple of 2^lsb, and
  /// the sum is two's complement modulo 2^(msb + 1), bit `msb` being the sign.
  case window(msb: Int, lsb: Int)
  /// The format's own adder: each product and each sum is rounded, in the order of the terms; see `RoundedSum`.
  case rounded
}

extension Multiplier {
  package static var example: String { family }
  package var meanError: Double { 0 }
  package func completed(weight: Format, activation: Format) -> Self { self }
  package func structure(weight: OperandShape) -> ProductStructure { isExact ? .array : .logarithms }
}

/// The loops over products; each multiplier's own copies are compiled for it.
extension Multiplier {
  package func add(
    _ weights: UnsafePointer<Operand>, _ activations: UnsafePointer<Operand>, count: Int, unit: Int,
    to sum: inout NarrowSum
  ) {
    sum.add(self, weights, activations, count: count, unit: unit)
  }

  package func add(
    _ weights: UnsafePointer<Operand>, _ activations: UnsafePointer<Operand>, count: Int, unit: Int,
    to sum: inout WideSum
  ) {
    sum.add(self, weights, activations, count: count, unit: unit)
  }
}
