/// The logistic function and the hyperbolic tangent as onnxruntime computes them, to the last bit: a ratio of two
/// polynomials in 32-bit floats, every product fused with its sum.
///
/// Source: onnxruntime, core/mlas/lib/logistic.cpp and tanh.cpp, whose polynomials are Eigen's.
struct RationalFunction {
  /// Arguments are kept within -bound and bound.
  private let bound: Float
  /// Polynomials of the argument's square, the highest coefficient first; the argument multiplies the first one.
  private let numerator: [Float]
  private let denominator: [Float]

  private static let tanh = RationalFunction(
    bound: 9,
    numerator: [
      -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08, 1.48572235717979e-05,
      6.37261928875436e-04, 4.89352455891786e-03,
    ],
    denominator: [1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03])

  /// The logistic function less 1/2.
  private static let logistic = RationalFunction(
    bound: 18,
    numerator: [
      4.37031012579801e-11, 1.15627324459942e-07, 6.08574864600143e-05, 8.51377133304701e-03, 2.48287947061529e-01,
    ],
    denominator: [
      6.10247389755681e-13, 5.76102136993427e-09, 6.29106785017040e-06, 1.70198817374094e-03, 1.16817656904453e-01,
      9.93151921023180e-01,
    ])

  static func tanh(_ x: Float) -> Float { tanh.value(x) }
  static func logistic(_ x: Float) -> Float { min(max(logistic.value(x) + 0.5, 0), 1) }

  private func value(_ x: Float) -> Float {
    let x = min(max(x, -bound), bound)
    func polynomial(_ coefficients: [Float]) -> Float {
      coefficients.dropFirst().reduce(coefficients[0]) { $1.addingProduct($0, x * x) }
    }
    return x * polynomial(numerator) / polynomial(denominator)
  }
}
