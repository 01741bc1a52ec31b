package import Arithmetic

/// The number systems of a linear stage: decode, multiply, accumulate, affine, encode.
package struct LinearArithmetic: Codable, Sendable, Hashable {
  package var weight: Format
  package var input: Format
  package var multiplier: NamedMultiplier
  /// Sums are two's complement of that many bits, in units of 2^lsb; bits of a product below that are floored away.
  ///
  /// The text form holds it as `accumulatorWidth` and `accumulatorLSB`.
  package var accumulator: AccumulatorShape {
    get { AccumulatorShape(width: accumulatorWidth, lsb: accumulatorLSB) }
    set { (accumulatorWidth, accumulatorLSB) = (newValue.width, newValue.lsb) }
  }
  private var accumulatorWidth: Int
  private var accumulatorLSB: Int
  /// Sums are codes of the weights' format, rounded at every step; the accumulator is their form as integers.
  package var isRounded: Bool
  /// Weights and affine stand in memories that can be written: any weights of the format, and any affine of
  /// `affine.multiplierWidth` bits.
  package var isLoadable: Bool
  /// Of the sums as integers: its exponent holds the accumulator's lowest bit.
  package var affine: Affine
  package var rounding: Rounding

  /// The shape of the weights that there are, or may be.
  package func weightShape(of codes: [UInt32]) -> OperandShape {
    isLoadable ? weight.number.operandShape : weight.number.operandShape(of: codes)
  }

  package init(
    weight: Format, input: Format, multiplier: NamedMultiplier, accumulator: AccumulatorShape, isRounded: Bool = false,
    isLoadable: Bool = false, affine: Affine, rounding: Rounding
  ) {
    self.weight = weight
    self.input = input
    self.multiplier = multiplier
    self.accumulatorWidth = accumulator.width
    self.accumulatorLSB = accumulator.lsb
    self.isRounded = isRounded
    self.isLoadable = isLoadable
    self.affine = affine
    self.rounding = rounding
  }
}
