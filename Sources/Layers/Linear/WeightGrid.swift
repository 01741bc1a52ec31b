internal import Arithmetic
package import Support

/// How a model states its weights: each is a small integer, or a small float, times the scale of its output.
package struct WeightGrid: Hashable, Codable, Sendable {
  /// One an output, or one for all.
  package var scales: [Float]
  /// Nil for integers.
  package var float: FloatWidths?

  package init(scales: [Float], float: FloatWidths? = nil) {
    self.scales = scales
    self.float = float
  }

  /// The codes of weights in the narrowest format that holds them all: binary, ternary, fixed point or float.
  ///
  /// Throws where they need more than 32 bits.
  func rounded(_ weights: Tensor<Float>) throws(Failure) -> (weights: RoundedWeights, format: Format) {
    let outputs = weights.shape.first ?? 0
    let terms = max(1, weights.shape.dropFirst().reduce(1, *))
    let units = (0..<outputs).map { Double(scales[scales.count == 1 ? 0 : $0]) }
    let values = weights.values.enumerated().map { Double($1) / units[$0 / terms] }
    let number: any NumberFormat
    if let float {
      number = Self.format(float, values)
    } else {
      let integers = values.map { $0.rounded() }
      guard let found = Self.format(integers) else {
        throw Failure(
          at: "weights", "its quantized weights reach \(integers.map(\.magnitude).max() ?? 0); 32 bits are supported")
      }
      number = found
    }
    let codes = values.map { number.encode(float == nil ? $0.rounded() : $0) }
    return (
      RoundedWeights(codes: Tensor(shape: weights.shape, values: codes), scales: units), Format(number)
    )
  }

  private static func format(_ values: [Double]) -> (any NumberFormat)? {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    if values.allSatisfy({ $0.magnitude == 1 }) { return BinaryFormat() }
    if low >= -1, high <= 1 { return TernaryFormat() }
    guard low >= -0x1p31, high < (low < 0 ? 0x1p31 : 0x1p32) else { return nil }
    return fixedPoint(lowest: Int(low), highest: Int(high))
  }

  /// Weights that use the binade of infinities have one exponent bit more.
  private static func format(_ widths: FloatWidths, _ values: [Double]) -> any NumberFormat {
    let stated = FloatFormat(exponentWidth: widths.exponent, fractionWidth: widths.fraction)
    let largest = stated.double(of: stated.largestFinite) ?? 0
    let fits = values.allSatisfy { $0.magnitude <= largest } || widths.exponent == 8
    return fits ? stated : FloatFormat(exponentWidth: widths.exponent + 1, fractionWidth: widths.fraction)
  }
}
