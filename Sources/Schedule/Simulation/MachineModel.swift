internal import PipelineIR
internal import Support

/// The stage models of a pipeline, joined, with the frame guard before them; runs from event to event.
///
/// A stage is looked at only in a cycle in which it said that its signals may change (`StageModel.horizon`), or in which
/// a neighbour's did; it then takes all the clock edges since the last time at once. What comes out is the same, to the
/// cycle, as when every stage is clocked in every cycle.
///
/// `valid` comes from registers, so it is settled first; `ready` goes from the last stage to the first, and no stage
/// comes before one that feeds it, so one pass in falling order settles it.
struct MachineModel: ~Copyable {
  /// The frame guard, then the stages.
  private let owner: MachinePlaces
  private let places: UnsafeMutableBufferPointer<MachinePlace>
  private let wheel: EventWheel
  /// Places whose own signals may change in this cycle, and all that are looked at.
  private let due: PlaceSet
  private let woken: PlaceSet
  private let wordsPerFrame: Int

  /// The cycle of the last event.
  private var cycle = 0
  /// The last cycle of which it is known that a signal changes, a word passes, or a stage is at work.
  private var lastMove = 0
  private var outputValid = false
  /// Words of this frame that are still to leave, as of cycle `counted`.
  private var left: Int
  private var counted = 0
  /// How often places may still be looked at.
  private(set) var effort: Int
  var isExhausted: Bool { effort < 0 }

  /// - Parameter pace: cycles over which the words of a frame are offered, evenly.
  /// - Parameter effort: how often places may be looked at.
  init(_ pipeline: Pipeline, pace: Int, effort: Int = .max) {
    self.effort = effort
    owner = MachinePlaces(pipeline, pace: pace)
    places = owner.all
    wheel = EventWheel(places: places.count)
    due = PlaceSet(count: places.count)
    woken = PlaceSet(count: places.count)
    wordsPerFrame = pipeline.output.stream.wordsPerFrame
    left = wordsPerFrame
    for index in places.indices { show(index) }
    for index in places.indices { woken.insert(index) }
    settle()
  }

  /// Runs until one more frame has left; the cycle of its last word, or nil when nothing moves for `patience` cycles or
  /// the effort is exhausted.
  mutating func runFrame(patience: Int) -> Int? {
    while true {
      let next = wheel.next(after: cycle)
      let end = outputValid ? counted + left - 1 : .max
      if end < next ?? .max {
        counted = end + 1
        left = wordsPerFrame
        return end
      }
      guard let next, next - lastMove <= patience, effort >= 0 else { return nil }
      cycle = next
      step()
    }
  }

  /// The events of one cycle.
  private mutating func step() {
    wheel.take(cycle, into: due)
    for word in due.words {
      var rest = due[word: word]
      while let index = rest.popHighest(word: word) {
        if places[index].wake == cycle {
          places[index].sync(cycle)
          woken.insert(index)
        } else {
          due.remove(index)
        }
      }
    }
    while let index = due.popHighest() { show(index) }
    settle()
  }

  /// Says what a place's outputs hold to those that read them.
  private mutating func show(_ index: Int) {
    let valid = places[index].model._withUnsafeGuaranteedRef { $0.valid }
    let changed = valid ^ places[index].valid
    guard changed != 0 else { return }
    places[index].valid = valid
    lastMove = max(lastMove, cycle)
    let readers = places[index].readers
    for bit in readers.indices where changed >> UInt32(bit) & 1 == 1 {
      let reader = readers[bit]
      guard reader.place >= 0 else {
        if outputValid { left -= cycle - counted }
        counted = cycle
        outputValid.toggle()
        continue
      }
      places[reader.place].sync(cycle)
      places[reader.place].offered ^= reader.mask
      woken.insert(reader.place)
    }
  }

  /// Says what each woken place's inputs take to those that feed them, the last first, and when it is looked at again.
  private mutating func settle() {
    while let index = woken.popHighest() {
      effort -= 1
      let (offered, accepted) = (places[index].offered, places[index].accepted)
      let model = places[index].model
      let open = model._withUnsafeGuaranteedRef { $0.ready(accepted) }
      let changed = open ^ places[index].ready
      if changed != 0 {
        places[index].ready = open
        lastMove = max(lastMove, cycle)
        tell(places[index].feeders, changed)
      }
      let horizon = model._withUnsafeGuaranteedRef { $0.horizon(inputValid: offered, outputReady: accepted) }
      guard horizon < .max else {
        places[index].wake = .max
        continue
      }
      let passes = offered & open | places[index].valid & accepted
      if horizon > 1 || passes != 0 { lastMove = max(lastMove, cycle + horizon) }
      let wake = cycle + min(horizon, EventWheel.span - 1)
      places[index].wake = wake
      wheel.insert(index, at: wake)
    }
  }

  private mutating func tell(_ feeders: UnsafeBufferPointer<MachinePlace.Neighbour>, _ changed: UInt32) {
    for bit in feeders.indices where changed >> UInt32(bit) & 1 == 1 {
      let feeder = feeders[bit]
      places[feeder.place].sync(cycle)
      places[feeder.place].accepted ^= feeder.mask
      woken.insert(feeder.place)
    }
  }

  /// The failure that names the stages with words that nobody takes.
  func lockUp(of pipeline: Pipeline) -> Failure {
    let waiting = pipeline.stages.indices.filter { places[$0 + 1].valid & ~places[$0 + 1].accepted != 0 }
    let names = waiting.map { "'\(pipeline.stages[$0].name)'" }.joined(separator: ", ")
    return Failure(
      at: "pipeline '\(pipeline.name)'",
      "locks up at cycle \(cycle + 1): "
        + (names.isEmpty ? "every stage waits for words" : "nobody takes the words of \(names)"),
      notes: ["a FIFO or a window's buffer is too small"])
  }
}
