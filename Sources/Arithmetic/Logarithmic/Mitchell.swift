/// Mitchell's product of integers, floats or posits: `mitchell`, or `mitchell<ones>` with signs by complement.
///
/// Relative error between -1/9 and 0 with exact signs. Source: Mitchell, IRE Trans. EC-11(4), 1962.
package struct MitchellProduct: LogarithmicMultiplier {
  package static let family = "mitchell"
  /// The product, with the sign rule that was named.
  package private(set) var core = LogarithmicProduct()
  private var sign: SignRule?

  package init(parameters: [String]) throws(FormatError) {
    sign = try SignRule(parameters, family: Self.family)
    core.usesOnesComplement = sign == .ones
  }

  package var description: String { Self.family + (sign.map { "<\($0.rawValue)>" } ?? "") }

  package func misfit(weight: Format, activation: Format) -> String? {
    logarithmMisfit(weight: weight, activation: activation)
  }

  package func completed(weight: Format, activation: Format) -> MitchellProduct {
    var result = self
    result.sign = sign ?? SignRule(weight, activation)
    result.core.usesOnesComplement = result.sign == .ones
    return result
  }
}

/// Mitch-w: Mitchell's product of operands cut to their `w` leading bits, `mitchell-w<6>` or `mitchell-w<6,ones>`.
///
/// `mitchell-w<6>+1` sets the lowest kept bit where bits were cut off: half the bias at the same width.
/// Source: Kim et al., IEEE TETC 2021, arXiv 2007.10500.
package struct TruncatedMitchellProduct: LogarithmicMultiplier {
  package static let family = "mitchell-w"
  package static let example = "mitchell-w<6>"
  /// The product, with the bits kept and the sign rule that were named.
  package private(set) var core = LogarithmicProduct()
  private let kept: Int
  private var sign: SignRule?

  package init(parameters: [String]) throws(FormatError) {
    let setsLowest = parameters.last == "+1"
    let rest = setsLowest ? parameters.dropLast() : parameters[...]
    kept = try FormatParameters.integers(
      Array(rest.prefix(1)), family: Self.family, names: ["bits kept"], ranges: [2...32], required: 1)[0]
    sign = try SignRule(Array(rest.dropFirst()), family: Self.family)
    core.kept = kept
    core.setsLowest = setsLowest
    core.usesOnesComplement = sign == .ones
  }

  package var description: String {
    "\(Self.family)<\(kept)\(sign.map { ",\($0.rawValue)" } ?? "")>" + (core.setsLowest ? "+1" : "")
  }

  package func misfit(weight: Format, activation: Format) -> String? {
    logarithmMisfit(weight: weight, activation: activation)
  }

  package func completed(weight: Format, activation: Format) -> TruncatedMitchellProduct {
    var result = self
    result.sign = sign ?? SignRule(weight, activation)
    result.core.usesOnesComplement = result.sign == .ones
    return result
  }
}

/// How two's complement operands and products change their sign.
private enum SignRule: String {
  /// As arithmetic has it.
  case exact
  /// By complementing every bit, off by one: as Mitch-w's paper has it.
  case ones

  /// What serves the formats: complements cost accuracy below 16 bits, and only fixed point has them.
  init(_ weight: Format, _ activation: Format) {
    let suits = [weight, activation].allSatisfy { $0.width >= 16 && $0.number.operandShape.sign != .separate }
    self = suits ? .ones : .exact
  }

  init?(_ parameters: [String], family: String) throws(FormatError) {
    guard let text = parameters.first else { return nil }
    guard parameters.count == 1, let rule = SignRule(rawValue: text) else {
      throw FormatError(
        "'\(family)<\(parameters.joined(separator: ","))>': the sign rule is 'exact' or 'ones'")
    }
    self = rule
  }
}
