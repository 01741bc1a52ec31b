package import Arithmetic
internal import Foundation
internal import Support

/// Operands of an energy measurement.
package struct Stimulus: Sendable {
  /// What a number is in a network.
  package enum Role: Sendable {
    /// N(0, 0.1).
    case weight
    /// ReLU(N(0, 0.5)).
    case activation
    /// A sum that grows: N(0, 0.5).
    case sum
    /// A weight times an activation.
    case product
  }

  /// What the number is in a network.
  package var role: Role
  /// How numbers become codes; nil for integers of `width` bits.
  package var format: Format?
  /// Bits of a code.
  package var width: Int
  /// Numbers are multiplied by 2^this first.
  package var scale: Int

  /// Numbers of that role as codes of a format.
  package init(_ role: Role, _ format: Format, scale: Int = 0) {
    self.role = role
    self.format = format
    width = format.width
    self.scale = scale
  }

  /// Two's complement integers, for inputs that belong to no format.
  package init(_ role: Role, integer width: Int, scale: Int) {
    self.role = role
    format = nil
    self.width = width
    self.scale = scale
  }

  /// The operand that fills a format of little range: in fixed formats weights up to 1, activations up to 2; in finite
  /// floats, whose scale is the layer's, weights up to 0.4. Other formats take numbers as they are.
  package static func filling(_ role: Role, _ format: Format) -> Stimulus {
    if let float = format.number as? FloatFormat, float.variant == .finite,
      let most = float.value(of: float.highestCode)
    {
      return Stimulus(role, format, scale: Int(log2(most.double / 0.4)))
    }
    guard format.number is any FixedPointFormat else { return Stimulus(role, format) }
    let isSigned = format.number.operandShape.sign == .twosComplement
    return Stimulus(role, format, scale: format.width - (isSigned ? 1 : 0) - (role == .weight ? 0 : 1))
  }
}

extension Stimulus {
  /// A code as in a network.
  func network(_ random: inout SplitMix64) -> UInt64 {
    let number = value(&random) * exp2(Double(scale))
    guard let format else { return UInt64(bitPattern: Int64(number.rounded())) & mask }
    let sign: Double = number < 0 ? -1 : 1
    let real: Double =
      switch format.scaling {
      case .sign: sign
      // The threshold of such weights is 0.7 times their mean magnitude.
      case .threshold: abs(number) < 0.7 * 0.1 * (2 / Double.pi).squareRoot() ? 0 : sign
      case .unit, .range, .powerOfTwo: format.number.operandShape.sign == .unsigned ? abs(number) : number
      }
    return UInt64(format.number.encode(real))
  }

  /// A code drawn from all that have a value.
  func uniform(_ random: inout SplitMix64) -> UInt64 {
    let code = random.next() & mask
    guard let format, !format.number.hasValue(UInt32(code)) else { return code }
    return uniform(&random)
  }

  private var mask: UInt64 { width == 64 ? ~0 : (1 << UInt64(width)) - 1 }

  private func value(_ random: inout SplitMix64) -> Double {
    switch role {
    case .weight: 0.1 * normal(&random)
    case .activation: max(0, 0.5 * normal(&random))
    case .sum: 0.5 * normal(&random)
    case .product: 0.1 * normal(&random) * max(0, 0.5 * normal(&random))
    }
  }

  /// Box and Muller's method.
  private func normal(_ random: inout SplitMix64) -> Double {
    let first = (Double(random.next() >> 11) + 1) * 0x1p-53
    let second = Double(random.next() >> 11) * 0x1p-53
    return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
  }
}
