import Arithmetic
import QuantizedIR
import Support
import Testing

@testable import Layers

/// Functions of wide codes as steps, against their direct evaluation.
@Suite struct StepTableTests {
  static let functions: [Activation.Function] = [
    .leakyRelu(alphas: [0.1]), .leakyRelu(alphas: [-0.5]), .leakyRelu(alphas: [1.5]),
    .selu(alpha: 1.6732632, gamma: 1.0507),
    .elu(alpha: 1), .elu(alpha: -1), .celu(alpha: 2), .thresholdedRelu(alpha: 0.7), .thresholdedRelu(alpha: -0.7),
    .sigmoid,
    .tanh, .hardSigmoid(alpha: -0.2, beta: 0.5), .hardSwish, .swish(alpha: 1), .swish(alpha: -1.7), .softplus,
    .softsign,
    .mish, .gelu(approximates: true), .gelu(approximates: false), .abs, .erf,
    .thresholds([[-2, -0.5, 0, 0.25]], scale: -0.5, bias: 1),
  ]

  /// Inputs of 18 bits between -8 and 8; every one is looked at.
  @Test(arguments: functions) func stepsAreTheFunction(_ function: Activation.Function) throws {
    let input = TensorType(shape: Shape(channels: 1), format: try Format("fixed<18>"), scale: 0x1p-14, zeroPoint: 0)
    let output = TensorType(shape: Shape(channels: 1), format: try Format("fixed<8>"), scale: 0.0371)
    let quantization = Quantization(lowest: -128, highest: 127, scale: 0.0371, zeroPoint: 0, rounding: .halfUp)
    let settings = LayerSettings(
      weights: output.format, activations: output.format, multiplier: nil, accumulator: .exact, affineWidth: 16)
    let context = LayerContext(inputs: [input], output: output, settings: settings, quantization: quantization)
    let activation = Activation(function: function)
    let operation = try activation.quantize(context)
    guard case .stepTable(let steps) = operation else {
      Issue.record("\(function) became \(operation.kind)")
      return
    }
    try steps.verify(inputs: [input], output: output)
    let codes = Array(0..<UInt32(1) << 18)
    let found = steps.kernel(inputs: [input], output: output)([codes], codes.count)
    let wrong = zip(codes, found).count { code, found in
      let level = quantization.level(activation.value(Float(input.real(code)), channel: 0))
      return found != output.format.number.encode(Double(level))
    }
    // Near a turn or on a slope of less than a float's step, neighbours take turns.
    #expect(wrong <= 4, "\(function): \(wrong)")
  }

  @Test func tablesOfOtherShapesAreRefused() throws {
    let input = TensorType(shape: Shape(channels: 2), format: try Format("fixed<20>"))
    let output = TensorType(shape: Shape(channels: 2), format: try Format("fixed<3>"))
    func table(_ thresholds: [Int], _ codes: [UInt32], rows: Int) -> StepTable {
      StepTable(
        thresholds: Tensor(shape: [rows, thresholds.count / rows], values: thresholds),
        codes: Tensor(shape: [rows, codes.count / rows], values: codes))
    }
    try table([-4, 0, 9], [1, 2, 3, 4], rows: 1).verify(inputs: [input], output: output)
    for wrong in [
      table([0, -4, 9], [1, 2, 3, 4], rows: 1), table([0, 1 << 20, 1 << 20], [1, 2, 3, 4], rows: 1),
      table([-4, 0, 9], [1, 2, 3, 8], rows: 1), table([0, 1], [1, 2, 3], rows: 1),
      table([0, 1, 2], [1, 2, 3, 4, 5, 6], rows: 3),
    ] {
      #expect(throws: Failure.self) { try wrong.verify(inputs: [input], output: output) }
    }
  }

  @Test func stepsPastTheLimitAreNone() {
    let rising = { (x: Int) in UInt32(truncatingIfNeeded: x / 3) }
    #expect(Steps(over: 0...(3 << 20), turns: [], most: 1000, rising) == nil)
    #expect(Steps(over: 0...299, turns: [], most: 98, rising) == nil)
    #expect(Steps(over: 0...299, turns: [], most: 99, rising)?.thresholds == Array(1...99).map { $0 * 3 })
  }
}
