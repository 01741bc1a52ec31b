import Foundation

/// What a step makes smaller: cross entropy of scores with classes, smoothed as the recipe says, or the mean squared error of
/// outputs; mixed with the divergence from a teacher's.
package struct Loss: Sendable {
  /// Scores, or other outputs, that a sample has.
  package let classes: Int
  private let kind: Recipe.LossKind
  private let smoothing: Float
  private let distillation: Recipe.Distillation?

  /// The loss that a recipe asks for.
  package init(_ recipe: Recipe, classes: Int) {
    self.classes = classes
    kind = recipe.loss
    smoothing = Float(recipe.labelSmoothing)
    distillation = recipe.distillation
  }

  /// What a part of a batch gives.
  package struct Result: Sendable {
    /// The sum of the samples' losses.
    package var loss = 0.0
    /// Samples whose largest score is their label's; 0 where targets are numbers.
    package var correct = 0
    /// With regard to the scores, divided by the batch's samples.
    package var gradient: [Float]
  }

  /// - Parameters:
  ///   - scores: one row a sample, in the model's order of outputs.
  ///   - teacher: the teacher's scores; empty without one.
  ///   - batch: samples in the whole batch.
  package func evaluate(_ scores: [Float], _ targets: Targets, teacher: [Float], batch: Int) -> Result {
    switch targets {
    case .reals(let numbers, _): return squaredError(scores, numbers, teacher: teacher, batch: batch)
    case .classes(let labels):
      guard kind == .meanSquaredError else { return crossEntropy(scores, labels, teacher: teacher, batch: batch) }
      let oneHot = labels.flatMap { label in (0..<classes).map { $0 == label ? Float(1) : 0 } }
      var result = squaredError(scores, oneHot, teacher: teacher, batch: batch)
      result.correct = labels.indices.count { sample in
        let start = sample * classes
        return (0..<classes).reduce(0) { scores[start + $1] > scores[start + $0] ? $1 : $0 } == labels[sample]
      }
      return result
    }
  }

  /// The mean over a sample's outputs of the squares by which they are off; a teacher's outputs are a second target.
  private func squaredError(_ scores: [Float], _ numbers: [Float], teacher: [Float], batch: Int) -> Result {
    var result = Result(gradient: [Float](repeating: 0, count: scores.count))
    let share = teacher.isEmpty ? 0 : Float(distillation?.weight ?? 0)
    for (target, weight) in [(numbers, 1 - share), (teacher, share)] where weight > 0 {
      for (place, wanted) in target.enumerated() {
        let difference = scores[place] - wanted
        result.loss += Double(weight * difference * difference) / Double(classes)
        result.gradient[place] += 2 * weight * difference / Float(classes * batch)
      }
    }
    return result
  }

  private func crossEntropy(_ scores: [Float], _ labels: [Int], teacher: [Float], batch: Int) -> Result {
    var result = Result(gradient: [Float](repeating: 0, count: scores.count))
    let share = teacher.isEmpty ? 0 : Float(distillation?.weight ?? 0)
    let temperature = Float(distillation?.temperature ?? 1)
    var (target, row) = ([Float](repeating: 0, count: classes), [Float](repeating: 0, count: classes))
    for (sample, label) in labels.enumerated() {
      let start = sample * classes
      for index in 0..<classes { row[index] = scores[start + index] }
      if row.indices.reduce(0, { row[$1] > row[$0] ? $1 : $0 }) == label { result.correct += 1 }
      for index in 0..<classes {
        target[index] = smoothing / Float(classes) + (index == label ? 1 - smoothing : 0)
      }
      add(row, target, weight: 1 - share, temperature: 1, isTeacher: false, start, batch, &result)
      guard share > 0 else { continue }
      let own = Self.softmax((0..<classes).map { teacher[start + $0] / temperature })
      // Source: Hinton, Vinyals & Dean, arXiv 1503.02531: gradients shrink with the temperature's square.
      add(
        row.map { $0 / temperature }, own, weight: share * temperature * temperature, temperature: temperature,
        isTeacher: true, start, batch, &result)
    }
    return result
  }

  private func add(
    _ row: [Float], _ target: [Float], weight: Float, temperature: Float, isTeacher: Bool, _ start: Int, _ batch: Int,
    _ result: inout Result
  ) {
    let largest = row.max() ?? 0
    let sum = row.reduce(Float(0)) { $0 + exp($1 - largest) }
    let logSum = largest + log(sum)
    var loss: Float = 0
    for index in row.indices {
      // A target of 0 times an infinite score is no number. With a teacher the least loss is 0.
      if target[index] > 0 {
        loss -= target[index] * (row[index] - logSum - (isTeacher ? log(target[index]) : 0))
      }
      let probability = exp(row[index] - logSum)
      result.gradient[start + index] += weight / temperature * (probability - target[index]) / Float(batch)
    }
    result.loss += Double(weight * loss)
  }

  private static func softmax(_ row: [Float]) -> [Float] {
    let largest = row.max() ?? 0
    let powers = row.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
