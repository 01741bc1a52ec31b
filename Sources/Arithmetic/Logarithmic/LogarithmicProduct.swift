internal import Support

/// The product by adding logarithms, `log2(2^k (1 + f))` taken as `k + f`: Mitchell's, its truncated kin, and PLAM.
///
/// With leading ones at k and fractions f below them, s = (ka + fa) + (kb + fb), a carry of the fractions running into
/// the integer part, and the product is 2^floor(s) * (1 + s - floor(s)), at most 1/9 below the exact one. Exact zero when
/// either operand is zero. Integers, floats and posits differ only in how they are decoded.
/// Sources: Mitchell, IRE Trans. EC-11(4), 1962; Kim et al., arXiv 2007.10500; Murillo et al., arXiv 2102.09262.
package struct LogarithmicProduct: Hashable, Sendable {
  /// Significant bits kept of each operand, the leading one included; the others are cut off. Nil: all.
  package var kept: Int?
  /// The lowest kept bit is set where bits below it were cut off, which halves the bias.
  package var setsLowest = false
  /// 3/64 is added to the sum of the logarithms, which takes away most of the bias.
  package var isCompensated = false
  /// Signs of two's complement operands and products change by complementing alone, without the 1; -1 counts as 1.
  package var usesOnesComplement = false

  /// The whole operands' logarithms, signs exact, nothing added: Mitchell's product.
  package init() {}

  /// Whether operands are taken whole and signs change as arithmetic has it.
  package var isWhole: Bool { kept == nil && !usesOnesComplement }

  /// See `Multiplier.product`.
  @inline(__always) package func product(_ weight: Operand, _ activation: Operand) -> Product {
    guard weight.significand != 0, activation.significand != 0 else {
      return Product(negative: false, significand: 0, shift: 0)
    }
    let (a, b) = (logarithm(weight), logarithm(activation))
    let fractions = UInt64(a.fraction) + UInt64(b.fraction) + (isCompensated ? 3 << 25 : 0)
    let significand = fractions & 0x7FFF_FFFF | 0x8000_0000
    let shift = a.exponent + b.exponent + Int(fractions >> 31) - 31
    let negative = weight.negative != activation.negative
    guard usesOnesComplement && negative else {
      return Product(negative: negative, significand: significand, shift: shift)
    }
    // ~z is -z - 1, with z an integer.
    let z = shift >= 0 ? significand << UInt64(shift) : significand >> UInt64(-shift)
    return Product(negative: true, significand: z + 1, shift: 0)
  }

  /// The position of the leading one, and 31 bits of fraction below it.
  @inline(__always) private func logarithm(_ operand: Operand) -> (exponent: Int, fraction: UInt32) {
    let magnitude = taken(operand).significand
    let zeros = magnitude.leadingZeroBitCount
    return (31 - zeros + operand.shift, magnitude << UInt32(zeros) & 0x7FFF_FFFF)
  }

  /// The number whose whole logarithm the product takes for that of an operand which is not zero.
  @inline(__always) package func taken(_ operand: Operand) -> Operand {
    var result = operand
    if usesOnesComplement && operand.negative { result.significand = max(operand.significand - 1, 1) }
    guard let kept else { return result }
    let cut = 32 - result.significand.leadingZeroBitCount - kept
    guard cut > 0 else { return result }
    result.significand = (result.significand >> UInt32(cut) | (setsLowest ? 1 : 0)) << UInt32(cut)
    return result
  }

  /// See `Multiplier.productShape`.
  package func productShape(weight: OperandShape, activation: OperandShape) -> OperandShape {
    guard weight.isNormalized && activation.isNormalized else {
      var shape = weight * activation
      // With the one bit kept of their fractions set, the most negative numbers have a product that is twice as large.
      let isSigned = weight.sign == .twosComplement && activation.sign == .twosComplement
      if setsLowest && kept == 2 && isSigned && !usesOnesComplement { shape.significandWidth += 1 }
      return shape
    }
    let fraction = fractionWidth(weight: weight, activation: activation)
    return OperandShape(
      sign: .separate, significandWidth: fraction + 1,
      // Fractions and compensation may carry 2.
      maximumShift: weight.maximumShift + activation.maximumShift + (isCompensated ? 2 : 1),
      lsb: weight.lsb + activation.lsb + weight.significandWidth + activation.significandWidth - 2 - fraction)
  }

  /// Bits of the sum's fraction.
  private func fractionWidth(weight: OperandShape, activation: OperandShape) -> Int {
    let widest = max(magnitudeWidth(weight), magnitudeWidth(activation)) - 1
    let fraction = min(widest, kept.map { $0 - 1 } ?? widest)
    return isCompensated ? max(fraction, 6) : fraction
  }

  /// Bits of an operand's magnitude; complementing alone spares the one that only the most negative number needs.
  private func magnitudeWidth(_ shape: OperandShape) -> Int {
    shape.significandWidth - (usesOnesComplement && shape.sign == .twosComplement ? 1 : 0)
  }

  /// See `Multiplier.productCell`.
  package func productCell(weight: OperandShape, activation: OperandShape) -> CellUse {
    let product = productShape(weight: weight, activation: activation)
    func side(_ prefix: String, _ shape: OperandShape) -> [(name: String, value: CellUse.Value)] {
      [
        ("\(prefix)_SIGNED", .flag(shape.sign == .twosComplement)),
        ("\(prefix)_WIDTH", .integer(shape.significandWidth)),
        ("\(prefix)_SHIFT_WIDTH", .integer(shape.shiftWidth)), ("\(prefix)_NORMALIZED", .flag(shape.isNormalized)),
      ]
    }
    return CellUse(
      CellContract(.product, "logarithmic_product", canBeCut: true),
      side("W", weight) + side("X", activation) + [
        ("KEPT", .integer(kept ?? 0)), ("SET_LOWEST", .flag(setsLowest)), ("ONES", .flag(usesOnesComplement)),
        ("COMPENSATED", .flag(isCompensated)),
        ("FRACTION_WIDTH", .integer(fractionWidth(weight: weight, activation: activation))),
        ("MAXIMUM_SHIFT", .integer(weight.maximumShift + activation.maximumShift)),
        ("PRODUCT_WIDTH", .integer(product.integerWidth)),
      ], path: path(weight: weight, activation: activation))
  }

  /// Leading ones, the places below them, the sum, and the way back.
  private func path(weight: OperandShape, activation: OperandShape) -> [[PathElement]] {
    let product = productShape(weight: weight, activation: activation)
    let widths = [weight, activation].filter { !$0.isNormalized }.map(magnitudeWidth)
    let count = bits(for: max(2, widths.max() ?? 1))
    let logarithm: [[PathElement]] = widths.isEmpty ? [[], []] : [[.levels(count + 1)], [.levels(count)]]
    let sum = fractionWidth(weight: weight, activation: activation) + bits(for: product.integerWidth)
    let sums = logarithm + [[.carry(sum)]]
    if weight.isNormalized && activation.isNormalized && !usesOnesComplement { return sums + CellUse.aligning(product) }
    return sums + [[.shift(distances: product.integerWidth)], usesOnesComplement ? [] : [.carry(product.integerWidth)]]
  }
}
