extension Recipe {
  /// The recipe as YAML, every key stated; `RecipeReader` reads it back.
  package var text: String {
    var lines = [
      "# Written by mantissa train: a recipe with every key.",
      "epochs: \(epochs)", "batch: \(batch)", "seed: \(seed)", "validation: \(validation)",
      "arithmetic: \(arithmetic.rawValue)", "keep: \(keep.rawValue)", "loss: \(loss.rawValue)",
      "targets: \(targets.rawValue)", "optimizer:", "  kind: \(optimizer.rawValue)",
      "  rate: \(rate)", "  momentum: \(momentum)", "  beta1: \(beta1)", "  beta2: \(beta2)", "  epsilon: \(epsilon)",
      "  weight-decay: \(weightDecay)", "schedule:", "  kind: \(schedule.rawValue)", "  warm-up: \(warmUp)",
      "  every: \(every)", "  factor: \(factor)", "  final: \(final)", "label-smoothing: \(labelSmoothing)",
    ]
    if let numbers {
      lines += ["numbers:", "  format: '\(numbers.format)'"]
      if let scale = numbers.lossScale { lines.append("  loss-scale: \(Int(scale))") }
      if numbers.fastSigmoid { lines.append("  sigmoid: fast") }
    }
    if let gradientLimit { lines.append("gradient-limit: \(gradientLimit)") }
    lines += ["dropout: \(dropout)", "average: \(average)"]
    if let patience { lines.append("patience: \(patience)") }
    lines += [
      "batch-norm-momentum: \(statisticsMomentum)", "re-estimate: \(reestimation)", "ranges: \(ranges.rawValue)",
      "straight-through:",
      "  weights: \(weightGradients.rawValue)",
      "  activations: \(activationGradients.rawValue)", "quantizers:",
      "  weights: \(weightQuantizer.rawValue)", "  activations: \(activationQuantizer.rawValue)", "augment:",
      "  shift: \(augmentation.shift)",
      "  crop: \(augmentation.crop)", "  flip: \(augmentation.flip)", "  erase: \(augmentation.erase)",
    ]
    if let distillation {
      lines += ["distill:", "  weight: \(distillation.weight)"]
      if loss == .crossEntropy { lines.append("  temperature: \(distillation.temperature)") }
    }
    if let descent {
      lines += ["descent:", "  from: \(descent.from)", "  cycles: \(descent.cycles)", "  back: \(descent.back)"]
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
