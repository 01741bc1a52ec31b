internal import Arithmetic
package import ONNX
internal import Support

/// How a model states its weights: each is a small integer, or a small float, times the scale of its output.
package struct WeightGrid: Hashable, Codable, Sendable {
  /// One an output, or one for all.
  package var scales: [Float]
  /// Nil for integers.
  package var float: ValueGrid.FloatWidths?

  package init(scales: [Float], float: ValueGrid.FloatWidths? = nil) {
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
  private static func format(_ widths: ValueGrid.FloatWidths, _ values: [Double]) -> any NumberFormat {
    let stated = FloatFormat(exponentWidth: widths.exponent, fractionWidth: widths.fraction)
    let largest = stated.double(of: stated.largestFinite) ?? 0
    let fits = values.allSatisfy { $0.magnitude <= largest } || widths.exponent == 8
    return fits ? stated : FloatFormat(exponentWidth: widths.exponent + 1, fractionWidth: widths.fraction)
  }
}

extension ImportContext {
  /// The grid of weights given as one row of steps an output; nil where no quantizer made them.
  ///
  /// Reports scales that vary within a row, where the elements are not 0.
  mutating func weightGrid(
    _ rows: [ArraySlice<Float>], values: [ArraySlice<Double>], float: ValueGrid.FloatWidths?
  ) -> WeightGrid? {
    var scales: [Float] = []
    for (steps, values) in zip(rows, values) {
      let used = Set(zip(steps, values).filter { $0.1 != 0 }.map(\.0))
      guard used.count <= 1 else {
        report(
          "the scales of its weights vary along its inputs; one scale an output channel is supported",
          notes: ["quantize the weights along the axis of the output channels"])
        return nil
      }
      scales.append(used.first ?? steps.first ?? 1)
    }
    return WeightGrid(scales: Set(scales).count == 1 ? [scales[0]] : scales, float: float)
  }
}
