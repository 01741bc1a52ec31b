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
    switch junctions[segments[segment].from] {
    case .source, .sink: nil
    case .fork(let entering, let leaving):
      // The fork does not take its next word while one of its readers has not taken the last.
      segments[entering].made > segments[entering].left
        ? leaving.min { segments[$0].taken < segments[$1].taken }.map { .blocked($0) } : .missing(entering)
    case .pair(let entering, _, _):
      .missing(segments[entering[0]].made <= segments[entering[1]].made ? entering[0] : entering[1])
    case .turns(let entering, _, let counts):
      .missing(entering[turn(segments[segment].offered, counts)])
    }
  }

  private func cause(ofBlocked segment: Int) -> Wait? {
    switch junctions[segments[segment].to] {
    case .source, .sink: nil
    case .fork(_, let leaving):
      leaving.min { segments[$0].taken < segments[$1].taken }.map { .blocked($0) }
    case .pair(let entering, let leaving, _):
      if segments[leaving].offered > segments[leaving].taken {
        .blocked(leaving)
      } else {
        .missing(entering[0] == segment ? entering[1] : entering[0])
      }
    case .turns(let entering, let leaving, let counts):
      if segments[leaving].offered > segments[leaving].taken {
        .blocked(leaving)
      } else {
        .missing(entering[turn(segments[leaving].taken, counts)])
      }
    }
  }

  /// The input whose word is number `word` of those that leave.
  private func turn(_ word: Int, _ counts: [Int]) -> Int { word % (counts[0] + counts[1]) < counts[0] ? 0 : 1 }
}
