internal import Arithmetic
internal import Support

extension Plan {
  /// The plan as YAML, which `PlanReader` reads back.
  package var text: String {
    var lines = ["input:"]
    if let format = input.format { lines.append("  format: \(format)") }
    if let scale = input.scale { lines.append("  scale: \(scale)") }
    if let zeroPoint = input.zeroPoint { lines.append("  zero-point: \(zeroPoint)") }
    if lines.count == 1 { lines = [] }
    let own = defaults.lines
    if !own.isEmpty { lines += ["defaults:"] + own.map { "  " + $0 } }
    if argmax { lines.append("output: argmax") }
    if !correctsBatchNorm { lines.append("correct-batch-norm: false") }
    if !fitsWeights { lines.append("fit-weights: false") }
    if let targetCycles { lines.append("target-cycles: \(targetCycles)") }
    if !layers.isEmpty { lines.append("layers:") }
    for (name, request) in layers.sorted(by: { $0.key < $1.key }) {
      let own = request.lines
      lines += own.isEmpty ? ["  '\(name)': {}"] : ["  '\(name)':"] + own.map { "    " + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension LayerRequest {
  fileprivate var lines: [String] {
    var lines: [String] = []
    if let weights { lines.append("weights: \(weights)") }
    if let weightScale { lines.append("weight-scale: \(weightScale)") }
    if let activations { lines.append("activations: \(activations)") }
    if let multiplier { lines.append("multiplier: \(multiplier)") }
    switch accumulator {
    case .exact?: lines.append("accumulator: exact")
    case .window(let msb, let lsb)?: lines.append("accumulator: window<\(msb),\(lsb)>")
    case .rounded?: lines.append("accumulator: rounded")
    case nil: break
    }
    if let affineWidth { lines.append("affine: \(affineWidth)") }
    switch range {
    case .minMax?: lines.append("range: min-max")
    case .percentile(let share)?: lines.append("range: percentile<\(share)>")
    case .meanSquareError?: lines.append("range: mse")
    case .fixed(let low, let high)?: lines.append("range: [\(low), \(high)]")
    case nil: break
    }
    if let fold { lines.append("fold: {pe: \(fold.pe), simd: \(fold.simd)}") }
    return lines
  }
}
