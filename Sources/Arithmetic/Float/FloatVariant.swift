/// What a float format makes of the exponents at its two ends.
package enum FloatVariant: Int, Hashable, Sendable {
  /// IEEE 754: subnormals below, infinities and NaN above.
  case ieee
  /// As IEEE, but an exponent field of 0 reads as zero; results are rounded as if exponents had no lower end, and
  /// those below the smallest normal number become zero.
  case flush
  /// An exponent field of 0 reads as zero, and one of all ones is an ordinary binade: no infinities, no NaN.
  ///
  /// Results are the nearest number there is; half the smallest normal number goes to zero.
  /// Source: Lai, Suda & Chandra, arXiv 1703.03073.
  case finite

  /// The name after the widths in a format's spelling; nil for IEEE.
  var spelling: String? {
    switch self {
    case .ieee: nil
    case .flush: "ftz"
    case .finite: "finite"
    }
  }

  /// Reads the variant that follows the widths, if one does.
  init(parameters: [String], widths: Int) throws(FormatError) {
    guard parameters.count == widths + 1, let last = parameters.last else {
      self = .ieee
      return
    }
    switch last {
    case "ftz": self = .flush
    case "finite": self = .finite
    default:
      throw FormatError("'float<\(parameters.joined(separator: ","))>': '\(last)' is none of 'ftz' and 'finite'")
    }
  }
}
