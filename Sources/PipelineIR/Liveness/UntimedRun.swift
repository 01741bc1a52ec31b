/// One frame through a machine whose stages hold no more than they are sure to: it decides for every pattern of stalls
/// whether the machine can lock up.
///
/// Nothing in it depends on time. Chains of stages with one stream in and one out are segments; forks and joins stand
/// between them. Each segment's counts are raised to the most that its neighbours allow until none rises any more, many
/// words at once where they can move. What comes out does not depend on the order; see decision 11.
package struct UntimedRun {
  /// A chain of stages between two junctions; counts are words of the frame so far.
  struct Segment {
    var stages: [Int] = []
    var links: [(gives: (Int) -> Int, takes: (Int) -> Int)] = []
    var from: Int
    var to = 0
    /// Words of a frame at the start and at the end.
    var wordsIn: Int
    var wordsOut: Int
    /// Words that have been offered to it and that it took.
    var offered = -1
    var taken = 0
    /// Words that it has given so far as they were taken behind it, or would if they were.
    var made = 0
    var left = 0

    var isThrough: Bool { taken == wordsIn && left == wordsOut }

    /// The words that it takes at its start once so many have left at its end.
    func takes(_ left: Int) -> Int {
      var count = left
      for link in links.reversed() { count = link.takes(count) }
      return count
    }

    func gives(_ offered: Int) -> Int {
      var count = offered
      for link in links { count = min(link.gives(count), Int(Int32.max)) }
      return count
    }
  }

  /// What lies between segments, which it names by number.
  enum Junction {
    case source
    case sink
    case fork(Int, [Int])
    case pair([Int], Int, results: Int)
    case turns([Int], Int, [Int])
  }

  var segments: [Segment] = []
  var junctions: [Junction] = []
  /// How often a segment's counts were found anew: a measure of the time it took.
  package private(set) var steps = 0
  private var waiting: [Int] = []
  private var isWaiting: [Bool] = []

  /// - Precondition: the streams of `pipeline` fit each other.
  package init(_ pipeline: Pipeline) {
    let streams = pipeline.streams
    var ends: [String: Int] = [:]
    func words(_ stream: String) -> Int { streams[stream]?.wordsPerFrame ?? 0 }
    func begin(_ stream: String, at junction: Int) -> Int {
      ends[stream] = segments.count
      segments.append(Segment(from: junction, wordsIn: words(stream), wordsOut: words(stream)))
      return segments.count - 1
    }
    func finish(_ stream: String, at junction: Int) -> Int {
      guard let segment = ends[stream] else { return 0 }
      segments[segment].to = junction
      return segment
    }
    junctions = [.source, .sink]
    _ = begin(Pipeline.inputStream, at: 0)
    for (index, stage) in pipeline.stages.enumerated() {
      let capacity = stage.operation.capacity(inputs: stage.inputs.compactMap { streams[$0] })
      if case .stream(let gives, let takes) = capacity, let segment = ends[stage.inputs[0]] {
        segments[segment].stages.append(index)
        segments[segment].links.append((gives, takes))
        segments[segment].wordsOut = words(stage.name)
        ends[stage.name] = segment
        continue
      }
      let place = junctions.count
      junctions.append(.source)
      let entering = stage.inputs.map { finish($0, at: place) }
      let leaving = stage.outputNames.map { begin($0, at: place) }
      switch capacity {
      case .stream: break
      case .fork: junctions[place] = .fork(entering[0], leaving)
      case .pair(let results): junctions[place] = .pair(entering, leaving[0], results: results)
      case .turns(let counts): junctions[place] = .turns(entering, leaving[0], counts)
      }
    }
    _ = finish(pipeline.outputStream, at: 1)
    isWaiting = segments.map { _ in false }
    for segment in segments.indices.reversed() { enqueue(segment) }
  }

  /// Raises all counts as far as they go; whether all words of the frame have left.
  package mutating func run() -> Bool {
    while let segment = waiting.popLast() {
      isWaiting[segment] = false
      update(segment)
    }
    return segments.allSatisfy(\.isThrough)
  }

  /// Gives a stage of one stream another capacity, in which no count is less; the run can then go on.
  package mutating func replace(_ stage: Int, _ capacity: StageCapacity) {
    guard case .stream(let gives, let takes) = capacity,
      let segment = segments.firstIndex(where: { $0.stages.contains(stage) }),
      let place = segments[segment].stages.firstIndex(of: stage)
    else { return }
    segments[segment].links[place] = (gives, takes)
    enqueue(segment)
  }

  private mutating func enqueue(_ segment: Int) {
    guard !isWaiting[segment] else { return }
    isWaiting[segment] = true
    waiting.append(segment)
  }

  private mutating func update(_ index: Int) {
    steps += 1
    let before = segments[index]
    let offered = min(supply(index), before.wordsIn)
    if offered != before.offered {
      segments[index].offered = offered
      segments[index].made = min(before.gives(offered), before.wordsOut)
    }
    let made = segments[index].made
    segments[index].left = min(made, demand(index))
    segments[index].taken = min(offered, before.takes(segments[index].left))
    if segments[index].taken != before.taken { enqueue(around: before.from, but: index) }
    if segments[index].left != before.left || made != before.made { enqueue(around: before.to, but: index) }
  }

  private mutating func enqueue(around junction: Int, but segment: Int) {
    switch junctions[junction] {
    case .source, .sink: break
    case .fork(let entering, let leaving):
      if entering != segment { enqueue(entering) }
      for other in leaving where other != segment { enqueue(other) }
    case .pair(let entering, let leaving, _), .turns(let entering, let leaving, _):
      for other in entering where other != segment { enqueue(other) }
      if leaving != segment { enqueue(leaving) }
    }
  }

  /// The words that are offered to a segment.
  private func supply(_ index: Int) -> Int {
    switch junctions[segments[index].from] {
    case .source, .sink: segments[index].wordsIn
    case .fork(let entering, _): segments[entering].left
    case .pair(let entering, _, _): min(segments[entering[0]].made, segments[entering[1]].made)
    case .turns(let entering, _, let counts):
      Self.turns(segments[entering[0]].made, segments[entering[1]].made, counts)
    }
  }

  /// The words that are taken behind a segment, as far as it gives them.
  func demand(_ index: Int) -> Int {
    switch junctions[segments[index].to] {
    case .source, .sink: return segments[index].wordsOut
    case .fork(_, let leaving): return (leaving.map { segments[$0].taken }.min() ?? 0) + 1
    case .pair(let entering, let leaving, let results):
      let other = entering[0] == index ? entering[1] : entering[0]
      return min(segments[other].left, segments[leaving].taken + results) + 1
    case .turns(let entering, let leaving, let counts):
      let place = (segments[leaving].taken + 1).quotientAndRemainder(dividingBy: counts[0] + counts[1])
      return entering[0] == index
        ? place.quotient * counts[0] + min(place.remainder, counts[0])
        : place.quotient * counts[1] + max(0, place.remainder - counts[0])
    }
  }

  /// The words that leave of two streams that take turns, when so many of each are there.
  private static func turns(_ first: Int, _ second: Int, _ counts: [Int]) -> Int {
    let rounds = min(first / counts[0], second / counts[1])
    let rest = min(first - rounds * counts[0], counts[0])
    return rounds * (counts[0] + counts[1]) + rest + (rest == counts[0] ? second - rounds * counts[1] : 0)
  }
}
