/// The one law by which numbers become levels: models' quantizers, samples on the host and the tables of layers follow it.
extension Quantization {
  /// The number k that an element is rounded to, computed in the element's own precision.
  package func level(_ x: Float) -> Float { number(x) }

  /// The same in double precision.
  package func level(_ x: Double) -> Double { number(x) }

  private func number<T: BinaryFloatingPoint>(_ x: T) -> T {
    if case .integers(let lowest, let highest) = grid, scalesSums {
      // ONNX adds the zero point to the rounded number.
      return min(max((x / T(divisor)).rounded(.toNearestOrEven) + T(offset), T(lowest)), T(highest))
    }
    var u = x / T(divisor) + T(offset)
    if let shift { u = u.rounded(.toNearestOrEven) / T(sign: .plus, exponent: T.Exponent(shift), significand: 1) }
    switch grid {
    case .integers(let lowest, let highest): return rounding.round(min(max(u, T(lowest)), T(highest)))
    case .signs: return u >= 0 ? 1 : -1
    case .floats(let exponentWidth, let fractionWidth, let largest):
      guard u.isFinite, u != 0 else { return u.isNaN ? 0 : min(max(u, -T(largest)), T(largest)) }
      // The lowest bit of a float as large as u; subnormals share one.
      let bias = 1 << (exponentWidth - 1) - 1
      let lsb = max(Int(u.exponent), 1 - bias) - fractionWidth
      let unit = T(sign: .plus, exponent: T.Exponent(lsb), significand: 1)
      return min(max(rounding.round(u / unit) * unit, -T(largest)), T(largest))
    }
  }

  /// The real value of a number k.
  package func value<T: BinaryFloatingPoint>(of k: T) -> T { (k - T(zeroPoint)) * T(step) }

  /// The real values that elements are rounded to.
  package func rounded(_ elements: [Float]) -> [Float] { elements.map { value(of: number($0)) } }
}
