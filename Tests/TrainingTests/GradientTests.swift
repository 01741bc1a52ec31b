import Layers
import NetworkIR
import Support
import Testing

/// The gradients of every layer against finite differences.
@Suite struct GradientTests {
  /// Slopes are differences of 32-bit results over a step of 2^-7: four digits.
  private static let tolerance = 2e-3

  static func random(_ shape: [Int], seed: UInt64) -> Tensor<Float> {
    var random = SplitMix64(seed: seed)
    return Tensor(
      shape: shape, values: (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &random) })
  }

  private func check(_ difference: FiniteDifference, _ what: String) throws {
    let error = try difference.largestError(seed: 11)
    #expect(error < Self.tolerance, "\(what): \(error), seed 11")
  }

  @Test(arguments: [false, true]) func dense(hasBias: Bool) throws {
    let dense = Dense(weights: Self.random([5, 7], seed: 1), bias: hasBias ? Self.random([5], seed: 2).values : nil)
    try check(FiniteDifference(operation: dense, shapes: [Shape(channels: 7)], batch: 3), "dense")
  }

  struct Window: Sendable {
    var rows: Geometry.Axis
    var columns: Geometry.Axis
    var channels: Int
    var outputs: Int
    var groups = 1
  }

  static let windows: [Window] = [
    Window(rows: .init(kernel: 3), columns: .init(kernel: 2), channels: 2, outputs: 3),
    Window(rows: .init(kernel: 3, stride: 2), columns: .init(kernel: 3, stride: 3), channels: 2, outputs: 3),
    Window(rows: .init(kernel: 3, before: 1, after: 2), columns: .init(kernel: 3, before: 2), channels: 2, outputs: 3),
    Window(
      rows: .init(kernel: 2, dilation: 3), columns: .init(kernel: 3, dilation: 2, before: 1), channels: 2, outputs: 2),
    Window(rows: .init(kernel: 3, before: 1, after: 1), columns: .init(kernel: 1), channels: 4, outputs: 6, groups: 2),
    Window(
      rows: .init(kernel: 3, stride: 2, before: 1, after: 1), columns: .init(kernel: 3, before: 1, after: 1),
      channels: 3,
      outputs: 3, groups: 3),
    Window(rows: .init(kernel: 3), columns: .init(kernel: 3), channels: 2, outputs: 4, groups: 2),
    Window(rows: .init(), columns: .init(), channels: 3, outputs: 4),
    Window(
      rows: .init(), columns: .init(kernel: 5, stride: 2, dilation: 1, before: 2, after: 2), channels: 2, outputs: 2),
  ]

  @Test(arguments: windows) func convolution(_ window: Window) throws {
    let geometry = Geometry(rows: window.rows, columns: window.columns)
    let weights = Self.random(
      [window.outputs, window.rows.kernel, window.columns.kernel, window.channels / window.groups], seed: 3)
    let convolution = Convolution(
      geometry: geometry, groups: window.groups, weights: weights, bias: Self.random([window.outputs], seed: 4).values)
    let shape = Shape(height: 7, width: 8, channels: window.channels)
    try check(FiniteDifference(operation: convolution, shapes: [shape]), "\(window)")
  }

  static let poolGeometries: [Geometry] = [
    Geometry(rows: .init(kernel: 2, stride: 2), columns: .init(kernel: 2, stride: 2)),
    Geometry(rows: .init(kernel: 3, stride: 2, before: 1, after: 1), columns: .init(kernel: 3, stride: 1, before: 1)),
    Geometry(rows: .init(kernel: 2, dilation: 2), columns: .init(kernel: 2)),
    Geometry(rows: .init(kernel: 6), columns: .init(kernel: 5)),
  ]

  @Test(arguments: poolGeometries) func pools(_ geometry: Geometry) throws {
    let shape = Shape(height: 6, width: 5, channels: 2)
    try check(
      FiniteDifference(operation: MaxPool(geometry: geometry), shapes: [shape], batch: 1), "maximum, \(geometry)")
    for margin in [nil, AveragePool.Margin()] {
      let pool = AveragePool(geometry: geometry, counted: margin)
      try check(FiniteDifference(operation: pool, shapes: [shape]), "average, \(geometry)")
    }
  }

  /// Where windows hold equals, one of them gets the gradient, not all.
  @Test func aMaximumOfEqualsHasOneGradient() {
    let pool = MaxPool(geometry: Geometry(columns: .init(kernel: 3, stride: 3)))
    let pass = BackwardPass(
      inputs: [[2, 2, 1]], shapes: [Shape(width: 3, channels: 1)], output: Shape(channels: 1), gradient: [5], batch: 1)
    #expect(pool.gradients(pass).inputs == [[5, 0, 0]])
  }

  static let functions: [Activation.Function] = [
    .relu, .clip(lower: -0.5, upper: 0.75), .selu(alpha: 1.67, gamma: 1.05), .leakyRelu(alphas: [0.1]),
    .leakyRelu(alphas: [0.1, 0.4]), .elu(alpha: 1.2), .celu(alpha: 1.3), .thresholdedRelu(alpha: 0.3), .sigmoid, .tanh,
    .hardSigmoid(alpha: 0.7, beta: 0.5), .hardSwish, .swish(alpha: 1.3), .softplus, .softsign, .mish,
    .gelu(approximates: false), .gelu(approximates: true), .abs, .exp, .erf,
    .limits(lower: [-0.25, -0.5], upper: [0.5, 0.625]), .shrink(lambda: 0.4, bias: 0.1), .elementary(.sine),
    .elementary(.cosine), .elementary(.arcTangent), .elementary(.hyperbolicSine),
    .elementary(.hyperbolicCosine), .elementary(.areaSine),
  ]

  @Test(arguments: functions) func activations(_ function: Activation.Function) throws {
    let shape = Shape(height: 2, width: 3, channels: 2)
    // 24 values 1/6 apart, their middles off the bends.
    let difference = FiniteDifference(
      operation: Activation(function: function), shapes: [shape], reach: 2, center: 0.031)
    try check(difference, "\(function)")
  }

  static let positives: [(Activation.Function, Float, Float)] = [
    (.sqrt, 2, 1.5), (.quotient(numerators: [3, -2]), 2, 1), (.power(exponent: 1.7), 2, 1),
    (.elementary(.log), 2, 1), (.elementary(.arcSine), 0, 0.75), (.elementary(.arcCosine), 0, 0.75),
    (.elementary(.areaTangent), 0, 0.75), (.elementary(.tangent), 0, 0.75), (.elementary(.areaCosine), 3, 1.5),
  ]

  @Test(arguments: positives)
  func activationsOfPartOfTheNumbers(_ function: Activation.Function, center: Float, reach: Float) throws {
    let difference = FiniteDifference(
      operation: Activation(function: function), shapes: [Shape(width: 3, channels: 2)], reach: reach, center: center)
    try check(difference, "\(function)")
  }

  @Test(arguments: [
    Activation.Function.thresholds([[0, 1]], scale: 1, bias: 0), .elementary(.sign), .elementary(.round),
    .elementary(.floor), .elementary(.ceiling),
  ]) func stepsHaveNoGradient(_ function: Activation.Function) {
    #expect(Activation(function: function).gradientGap != nil)
  }

  @Test func sumsAndProducts() throws {
    let shapes = [Shape(height: 2, width: 2, channels: 3), Shape(height: 2, width: 2, channels: 3)]
    try check(FiniteDifference(operation: Addition(), shapes: shapes), "sum")
    try check(FiniteDifference(operation: Multiplication(), shapes: shapes), "product")
  }

  @Test func affines() throws {
    let affine = ChannelAffine(scale: [2, -0.5, 0.25], shift: [1, 2, 3])
    try check(FiniteDifference(operation: affine, shapes: [Shape(height: 2, width: 2, channels: 3)]), "affine")
  }

  @Test(arguments: StreamAxis.allCases) func movedElements(_ axis: StreamAxis) throws {
    let shape = Shape(height: 3, width: 4, channels: 2)
    var other = shape
    other[axis] = 5
    try check(FiniteDifference(operation: Concatenation(axis: axis), shapes: [shape, other, shape]), "join, \(axis)")
    try check(FiniteDifference(operation: Repetition(axis: axis, factor: 3), shapes: [shape]), "repetition, \(axis)")
    let count = shape[axis] - 1
    try check(
      FiniteDifference(operation: Cropping(axis: axis, start: 1, count: count), shapes: [shape]), "crop, \(axis)")
    let padding = Padding(axis: axis, before: 2, step: axis == .channels ? 1 : 3, after: 1, value: 0.5)
    try check(FiniteDifference(operation: padding, shapes: [shape]), "padding, \(axis)")
  }

  @Test func movedOrders() throws {
    let shape = Shape(height: 3, width: 4, channels: 2)
    try check(FiniteDifference(operation: Flatten(), shapes: [shape]), "flatten")
    let order = AxisOrder(extents: [3, 4, 2], order: [2, 0, 1])
    let rearrangement = Rearrangement(order: order, shape: Shape(height: 2, width: 3, channels: 4))
    try check(FiniteDifference(operation: rearrangement, shapes: [shape]), "rearrangement")
  }

  /// A batch in two parts, mean and variance moving with it.
  @Test func batchNormalization() {
    let norm = BatchNormalization(gamma: [1.5, -0.5], beta: [0.1, 0.2], epsilon: 1e-3)
    let parts = [Self.random([6], seed: 5).values, Self.random([4], seed: 6).values]
    let gradients = [Self.random([6], seed: 7).values, Self.random([4], seed: 8).values]
    func moments(_ parts: [[Float]]) -> BatchNormalization.Moments {
      let all = parts.flatMap { $0 }
      func mean(_ terms: [[Double]]) -> [Double] {
        (0..<2).map { channel in terms.reduce(0) { $0 + $1[channel] } / Double(all.count / 2) }
      }
      let means = mean(parts.map { norm.sums($0) })
      return .init(mean: means, variance: mean(parts.map { norm.squares($0, mean: means) }), count: all.count / 2)
    }
    func value(_ norm: BatchNormalization, _ parts: [[Float]]) -> Double {
      let found = moments(parts)
      return zip(parts, gradients).reduce(0) { sum, pair in
        sum + zip(norm.evaluate(pair.0, found), pair.1).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
    }
    func slope(_ value: (Float) -> Double) -> Double { (value(0x1p-8) - value(-0x1p-8)) * 0x1p7 }
    let found = moments(parts)
    let sums = zip(parts, gradients).map { norm.gradientSums($0, $1, found) }
    let total = (
      beta: (0..<2).map { channel in sums.reduce(0) { $0 + $1.beta[channel] } },
      gamma: (0..<2).map { channel in sums.reduce(0) { $0 + $1.gamma[channel] } }
    )
    for part in parts.indices {
      let own = norm.inputGradient(parts[part], gradients[part], found, sums: total)
      for place in own.indices {
        let expected = slope { move in
          var moved = parts
          moved[part][place] += move
          return value(norm, moved)
        }
        #expect((Double(own[place]) - expected).magnitude < Self.tolerance, "part \(part), place \(place)")
      }
    }
    for channel in 0..<2 {
      let gamma = slope { move in
        var moved = norm
        moved.gamma[channel] += move
        return value(moved, parts)
      }
      let beta = slope { move in
        var moved = norm
        moved.beta[channel] += move
        return value(moved, parts)
      }
      #expect((total.gamma[channel] - gamma).magnitude < Self.tolerance)
      #expect((total.beta[channel] - beta).magnitude < Self.tolerance)
    }
  }

  /// The comparison notices a wrong gradient.
  @Test func wrongGradientsAreFound() throws {
    struct Wrong: DifferentiableOperation, Hashable {
      static let kind = "wrong"
      func outputShape(of inputs: [Shape]) throws(Failure) -> Shape { inputs[0] }
      func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
        inputs[0].map { $0 * 2 }
      }
      func gradients(_ pass: BackwardPass) -> OperationGradients { OperationGradients(inputs: [pass.gradient]) }
    }
    let error = try FiniteDifference(operation: Wrong(), shapes: [Shape(channels: 4)]).largestError(seed: 11)
    #expect(error > 0.1)
  }
}
