/// Epochs of a training that share their number systems, an optimizer's start and a schedule.
package struct TrainingPhase: Sendable, Hashable {
  /// What a phase's forward passes and validations compute with.
  package enum Numbers: Sendable, Hashable {
    /// 32-bit floats; validations are those of the first step down.
    case accurate
    /// The plan, whose formats of fewer bits have so many instead.
    case bits(Int)
    /// The plan as it stands.
    case plan
  }

  /// What forward passes compute with.
  package var numbers: Numbers
  /// The epochs, the first of the training being 0.
  package var epochs: Range<Int>
  /// What the recipe's rate is multiplied by.
  package var factor: Double

  /// What a person reads.
  package var name: String {
    switch numbers {
    case .accurate: "32-bit floats"
    case .bits(let bits): "\(bits) bits"
    case .plan: "plan"
    }
  }
}

extension Recipe {
  /// How a network comes down to few bits, step by step, and again.
  ///
  /// Source: Kim, Shin & Del Barrio, arXiv 2206.12794.
  package struct Descent: Sendable, Hashable {
    /// Bits of the first step.
    package var from = 8
    /// How often it comes down.
    package var cycles = 1
    /// What the rate is multiplied by where the accurate model starts from weights of few bits.
    package var back = 0.1

    /// One descent from 8 bits.
    package init() {}
  }

  /// The phases of a training in their order; they have the same number of epochs but for the last, which has the rest.
  ///
  /// - Parameter narrowest: bits of the plan's narrowest format.
  package func phases(narrowest: Int) -> [TrainingPhase] {
    guard let descent else { return [TrainingPhase(numbers: .plan, epochs: 0..<epochs, factor: 1)] }
    var kinds: [TrainingPhase.Numbers] = []
    for cycle in 0..<descent.cycles {
      if cycle > 0 { kinds.append(.accurate) }
      kinds += stride(from: descent.from, to: narrowest, by: -1).map { .bits($0) } + [.plan]
    }
    let each = epochs / kinds.count
    return kinds.enumerated().map { index, numbers in
      let end = index == kinds.count - 1 ? epochs : (index + 1) * each
      return TrainingPhase(
        numbers: numbers, epochs: index * each..<end, factor: numbers == .accurate ? descent.back : 1)
    }
  }
}
