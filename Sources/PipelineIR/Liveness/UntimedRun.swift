/// One frame through a machine whose stages hold no more than they are sure to: it decides for every pattern of stalls
/// whether the machine can lock up.
///
/// Nothing in it depends on time. Chains of stages with one stream in and one out are segments; forks and joins stand
/// between them. Each segment's counts are raised to the most that its neighbours allow until none rises any more, many
/// words at once where they can move. What comes out does not depend on the order; see decision 11.
package struct UntimedRun {
  /// A chain of stages between two junctions.
  struct Segment {
    var stages: [Int] = []
    var links: [Link] = []
    var from: Int
    var to = 0
    /// Words of a frame at the start and at the end.
    var wordsIn: Int
    var wordsOut: Int
  }

  /// What one stage of a segment is sure to give and to take.
  struct Link {
    let gives: @Sendable (Int) -> Int
    let takes: @Sendable (Int) -> Int
  }

  /// Words of the frame so far.
  struct Counts {
    /// Words that have been offered to a segment and that it took, and those that it would take if they were offered.
    var offered = -1
    var taken = 0
    var room = 0
    /// Words that it has given so far as they were taken behind it, or would if they were.
    var made = 0
    var left = 0
  }

  /// What lies between segments, which it names by number: two at most on each side.
  struct Junction {
    enum Kind { case source, sink, fork, pair, turns }
    var kind: Kind
    var ins = (0, 0)
    var outs = (0, 0)
    /// Words of each input in turn.
    var turns = (1, 1)
    /// Pairs that have room behind the registers of a pair.
    var results = 0
  }

  private(set) var segments: [Segment] = []
  private(set) var junctions: [Junction] = [Junction(kind: .source), Junction(kind: .sink)]
  private(set) var counts: [Counts] = []
  /// How often a segment's counts were found anew: a measure of the time it took.
  package private(set) var steps = 0
  private var waiting = IndexSweep(count: 0)

  /// - Precondition: the streams of `pipeline` fit each other.
  package init(_ pipeline: Pipeline, holding: StageHolding = .cells) {
    let streams = pipeline.streams
    var ends: [String: Int] = [:]
    func words(_ stream: String) -> Int { streams[stream]?.wordsPerFrame ?? 0 }
    func begin(_ stream: String, at junction: Int) -> Int {
      ends[stream] = segments.count
      segments.append(Segment(from: junction, wordsIn: words(stream), wordsOut: words(stream)))
      return segments.count - 1
    }
    func finish(_ stream: String, at junction: Int) -> Int {
      let segment = ends[stream] ?? 0
      segments[segment].to = junction
      return segment
    }
    _ = begin(Pipeline.inputStream, at: 0)
    for (index, stage) in pipeline.stages.enumerated() {
      let capacity = holding.capacity(of: stage.operation, inputs: stage.inputs.compactMap { streams[$0] })
      let place = junctions.count
      switch capacity {
      case .stream(let gives, let takes):
        let segment = ends[stage.inputs[0]] ?? 0
        segments[segment].stages.append(index)
        segments[segment].links.append(Link(gives: gives, takes: takes))
        segments[segment].wordsOut = words(stage.name)
        ends[stage.name] = segment
        continue
      case .fork: junctions.append(Junction(kind: .fork))
      case .pair(let results): junctions.append(Junction(kind: .pair, results: results))
      case .turns(let first, let second): junctions.append(Junction(kind: .turns, turns: (first, second)))
      }
      let (ins, outs) = (stage.inputs.map { finish($0, at: place) }, stage.outputNames.map { begin($0, at: place) })
      junctions[place].ins = (ins[0], ins[ins.count - 1])
      junctions[place].outs = (outs[0], outs[outs.count - 1])
    }
    _ = finish(pipeline.outputStream, at: 1)
    counts = segments.map { _ in Counts() }
    waiting = IndexSweep(count: segments.count)
  }

  /// Raises all counts as far as they go; whether all words of the frame have left.
  package mutating func run() -> Bool {
    while let segment = waiting.next() { update(segment) }
    return segments.indices.allSatisfy {
      counts[$0].taken == segments[$0].wordsIn && counts[$0].left == segments[$0].wordsOut
    }
  }

  /// Gives a stage of one stream another capacity, in which no count is less; the run can then go on.
  package mutating func replace(_ stage: Int, _ capacity: StageCapacity) {
    guard case .stream(let gives, let takes) = capacity,
      let segment = segments.firstIndex(where: { $0.stages.contains(stage) }),
      let place = segments[segment].stages.firstIndex(of: stage)
    else { return }
    segments[segment].links[place] = Link(gives: gives, takes: takes)
    waiting.insert(segment)
  }

  private mutating func update(_ index: Int) {
    steps += 1
    let before = counts[index]
    var now = before
    let offered = min(supply(index), segments[index].wordsIn)
    if offered != before.offered {
      now.offered = offered
      now.made = offered
      for link in segments[index].links { now.made = link.gives(now.made) }
      now.made = min(now.made, segments[index].wordsOut)
      // What is taken of it depends on it where inputs have turns.
      counts[index].made = now.made
    }
    let demand = min(demand(index), segments[index].wordsOut)
    now.left = min(now.made, demand)
    // A wire passes on at once whatever is offered; stages are sure of what they took only.
    now.room = segments[index].links.isEmpty ? demand : now.left
    for link in segments[index].links.reversed() { now.room = link.takes(now.room) }
    now.taken = min(offered, now.room)
    counts[index] = now
    if now.room != before.room { enqueue(around: segments[index].from, but: index) }
    if now.left != before.left || now.made != before.made { enqueue(around: segments[index].to, but: index) }
  }

  private mutating func enqueue(around place: Int, but segment: Int) {
    let junction = junctions[place]
    if junction.kind == .source || junction.kind == .sink { return }
    if junction.ins.0 != segment { waiting.insert(junction.ins.0) }
    if junction.ins.1 != segment { waiting.insert(junction.ins.1) }
    if junction.outs.0 != segment { waiting.insert(junction.outs.0) }
    if junction.outs.1 != segment { waiting.insert(junction.outs.1) }
  }

  /// The words that are offered to a segment.
  private func supply(_ index: Int) -> Int {
    let junction = junctions[segments[index].from]
    let (first, second) = junction.ins
    switch junction.kind {
    case .source, .sink: return segments[index].wordsIn
    case .fork: return counts[first].left
    case .pair: return min(counts[first].made, counts[second].made)
    case .turns:
      let turns = junction.turns
      let rounds = min(counts[first].made / turns.0, counts[second].made / turns.1)
      let rest = min(counts[first].made - rounds * turns.0, turns.0)
      return rounds * (turns.0 + turns.1) + rest + (rest == turns.0 ? counts[second].made - rounds * turns.1 : 0)
    }
  }

  /// The words that are taken behind a segment, as far as it gives them.
  ///
  /// Words pass a junction one by one until its readers have no room or its inputs no words: all these count at once.
  private func demand(_ index: Int) -> Int {
    let junction = junctions[segments[index].to]
    let (first, second) = junction.outs
    switch junction.kind {
    case .source, .sink: return segments[index].wordsOut
    case .fork: return min(counts[first].room, counts[second].room) + 1
    case .pair:
      let other = junction.ins.0 == index ? junction.ins.1 : junction.ins.0
      return min(counts[other].made, counts[first].room + junction.results) + 1
    case .turns:
      let turns = junction.turns
      let taken = min(counts[first].room, supply(first))
      let (rounds, rest) = (taken + 1).quotientAndRemainder(dividingBy: turns.0 + turns.1)
      return junction.ins.0 == index
        ? rounds * turns.0 + min(rest, turns.0) : rounds * turns.1 + max(0, rest - turns.0)
    }
  }
}
