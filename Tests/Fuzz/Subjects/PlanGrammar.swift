import Arithmetic
import Driver
import Foundation
import Support

/// Plans that are well formed more often than not.
struct PlanGrammar {
  /// Names of layers, by model.
  private let layers: [[String]]

  static let formats =
    [
      "binary", "ternary", "fixed<2>", "fixed<3>", "fixed<8>", "fixed<16>", "fixed<24>", "fixed<32>", "fixed<8,4>",
      "fixed<32,31>", "fixed<8,-20>", "fixed<8,60>", "ufixed<1>", "ufixed<8>", "ufixed<16>", "ufixed<32>",
      "ufixed<32,32>",
      "fp32", "fp16", "bf16", "fp8-e4m3", "fp8-e5m2", "float<2,1>", "float<8,1>", "float<2,23>", "posit<3,0>",
      "posit<8,0>", "posit<8,2>", "posit<16,1>", "posit<32,2>", "posit<32,3>", "posit<3,3>",
    ] + FormatRegistry.examples
  private static let multipliers = [
    "exact", "xor-sign", "gated", "shift-add", "plam", "plam+c", "mitchell", "mitchell-w<1>", "mitchell-w<6>",
    "mitchell-w<32>",
  ]
  private static let accumulators = [
    "exact", "rounded", "window<8,-8>", "window<30,-30>", "window<599,-599>", "window<1,1>", "window<-100,-200>",
  ]
  private static let ranges = [
    "min-max", "mse", "percentile<99.9>", "percentile<51>", "percentile<100>", "[-1, 1]", "[0, 1e-30]", "[-1e30, 1e30]",
    "[-5e-324, 5e-324]", "[-1.7e308, 1.7e308]", "[3, 4]", "[-4, -3]",
  ]
  static let words =
    formats + multipliers + accumulators + ranges + [
      "input", "defaults", "layers", "output", "correct-batch-norm", "fit-weights", "target-cycles", "weights",
      "activations", "multiplier", "accumulator", "affine", "range", "fold", "pe", "simd", "format", "scale",
      "zero-point", "argmax", "values", "weight-scale",
    ]

  init(models: [String]) throws {
    layers = try models.map { model in
      try plan(model, to: nil, replacing: false).split(separator: "\n").filter { $0.hasSuffix(": {}") }
        .map { String($0.dropFirst(2).dropLast(4)) }
    }
  }

  func text(model: Int, _ random: inout SplitMix64) -> String {
    var text = ""
    if random.chance(3) {
      text += "input:\n  format: \(random.pick(Self.formats))\n"
      if random.chance(2) {
        text += "  scale: \(random.pick(["1", "0.0039", "1e-300", "1e300", "1e30", "5e-324", "0.3"]))\n"
      }
      if random.chance(3) { text += "  zero-point: \(random.pick(["0", "1", "-1", "128", "255", "2147483647"]))\n" }
    }
    if !random.chance(4) { text += "defaults:\n" + settings("  ", &random) }
    if random.chance(4) { text += "output: \(random.pick(["argmax", "values"]))\n" }
    if random.chance(8) { text += "correct-batch-norm: \(random.pick(["true", "false"]))\n" }
    if random.chance(8) { text += "fit-weights: \(random.pick(["true", "false"]))\n" }
    if random.chance(4) { text += "target-cycles: \(random.pick(["1", "100", "100000", "1099511627776"]))\n" }
    if random.chance(2), !layers[model].isEmpty {
      text += "layers:\n"
      for layer in layers[model] where random.chance(2) { text += "  \(layer):\n" + settings("    ", &random) }
    }
    return text
  }

  private func settings(_ indent: String, _ random: inout SplitMix64) -> String {
    var lines: [String] = []
    if random.chance(2) { lines.append("weights: \(random.pick(Self.formats))") }
    if random.chance(8) { lines.append("weight-scale: \(random.pick(["1", "0.01", "1e-30", "1e30", "1e-300"]))") }
    if random.chance(2) { lines.append("activations: \(random.pick(Self.formats))") }
    if random.chance(4) { lines.append("multiplier: \(random.pick(Self.multipliers))") }
    if random.chance(4) { lines.append("accumulator: \(random.pick(Self.accumulators))") }
    if random.chance(4) { lines.append("affine: \(random.pick([2, 3, 16, 31, 32, 47, 48]))") }
    if random.chance(2) { lines.append("range: \(random.pick(Self.ranges))") }
    if random.chance(6) { lines.append("fold: {pe: \(1 + random.below(4)), simd: \(1 + random.below(4))}") }
    if lines.isEmpty { lines.append("range: mse") }
    return lines.map { indent + $0 + "\n" }.joined()
  }
}

/// Plans that need no knowledge of the model.
enum Plans {
  static let texts = [
    "defaults:\n  weights: fp32\n  activations: fp32\n",
    "defaults:\n  weights: posit<16,1>\n  activations: posit<10,1>\n",
    "defaults:\n  range: percentile<99>\n", "defaults:\n  activations: fixed<12>\n  affine: 48\noutput: argmax\n",
    "defaults:\n  weights: fixed<32>\n  activations: fixed<12>\n", "defaults:\n  weights: binary\n  range: min-max\n",
    "defaults:\n  weights: posit<8,0>\n  activations: posit<8,0>\n  multiplier: plam\n  accumulator: rounded\n",
    "input: {format: fp16, scale: 0.01}\ndefaults:\n  weights: bf16\n  activations: fp8-e4m3\n",
  ]

  /// Those under which any model of a few layers is computed in milliseconds.
  static let quick = [2, 3, 5]

  /// The paths of plans in a folder.
  static func write(to folder: URL) throws -> [String] {
    try texts.enumerated().map { index, text in
      let file = folder.appending(path: "plan\(index).yml")
      try Data(text.utf8).write(to: file)
      return file.path
    }
  }
}
