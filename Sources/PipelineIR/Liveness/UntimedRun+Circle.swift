/// Why a machine has locked up: what waits for what.
extension UntimedRun {
  /// A word that does not move.
  private enum Wait: Hashable {
    /// A segment has no word to give.
    case missing(Int)
    /// A segment does not take the word that it is offered.
    case blocked(Int)
  }

  /// The stages of the segments that wait for each other in a circle, those that cannot take words only.
  ///
  /// Every word has one word on which it waits, so that following these from the machine's output leads into the circle.
  ///
  /// - Precondition: `run` has ended with words left.
  package var circle: [Int] {
    var path: [Wait] = []
    var wait: Wait? = segments.firstIndex { $0.to == 1 }.map { .missing($0) }
    while let now = wait {
      if let start = path.firstIndex(of: now) {
        return path[start...].flatMap { wait in
          if case .blocked(let segment) = wait { segments[segment].stages } else { [Int]() }
        }
      }
      path.append(now)
      wait = next(now)
    }
    return []
  }

  private func next(_ wait: Wait) -> Wait? {
    switch wait {
    case .missing(let segment): cause(ofMissing: segment)
    case .blocked(let segment): cause(ofBlocked: segment)
    }
  }

  private func cause(ofMissing segment: Int) -> Wait? {
    let junction = junctions[segments[segment].from]
    let (first, second) = junction.ins
    switch junction.kind {
    case .source, .sink: return nil
    // The fork does not take its next word while one of its readers has not taken the last.
    case .fork: return counts[first].made > counts[first].left ? laggard(junction) : .missing(first)
    case .pair: return .missing(counts[first].made <= counts[second].made ? first : second)
    case .turns: return .missing(junction.input(of: counts[segment].offered))
    }
  }

  private func cause(ofBlocked segment: Int) -> Wait? {
    let junction = junctions[segments[segment].to]
    let leaving = junction.outs.0
    switch junction.kind {
    case .source, .sink: return nil
    case .fork: return laggard(junction)
    case .pair, .turns:
      if counts[leaving].offered > counts[leaving].taken { return .blocked(leaving) }
      let other = junction.ins.0 == segment ? junction.ins.1 : junction.ins.0
      return .missing(junction.kind == .pair ? other : junction.input(of: counts[leaving].taken))
    }
  }

  /// The reader of a fork that has taken fewer words.
  private func laggard(_ fork: Junction) -> Wait {
    .blocked(counts[fork.outs.0].taken <= counts[fork.outs.1].taken ? fork.outs.0 : fork.outs.1)
  }
}

extension UntimedRun.Junction {
  /// The input, of two that take turns, of word number `word` of those that leave.
  fileprivate func input(of word: Int) -> Int { word % (turns.0 + turns.1) < turns.0 ? ins.0 : ins.1 }
}
