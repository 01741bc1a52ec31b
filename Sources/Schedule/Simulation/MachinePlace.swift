internal import PipelineIR

/// One stage model in a machine: its signals, and the clock edges that it has taken. Only in memory that
/// `MachinePlaces` owns, where no access is checked or counted: simulations spend their time here.
struct MachinePlace {
  let model: Unmanaged<StageModel>
  /// The other sides of the inputs, and those of the outputs, by number of the stream.
  let feeders: UnsafeBufferPointer<Neighbour>
  let readers: UnsafeBufferPointer<Neighbour>
  /// What the inputs are offered and take, what the outputs hold and are relieved of: a bit a stream.
  var offered: UInt32 = 0
  var ready: UInt32 = 0
  var valid: UInt32 = 0
  var accepted: UInt32 = 0
  /// The cycle in which the signals may change; `Int.max` for never.
  var wake = 0
  private var edges = 0

  /// A stream's other side: the place there, -1 for the outside, and the stream's bit in its masks.
  struct Neighbour {
    var place: Int
    var mask: UInt32
  }

  init(_ model: Unmanaged<StageModel>, feeders: [Neighbour], readers: [Neighbour]) {
    self.model = model
    self.feeders = Self.copy(feeders)
    self.readers = Self.copy(readers)
    for (bit, reader) in readers.enumerated() where reader.place < 0 { accepted |= 1 << UInt32(bit) }
  }

  private static func copy(_ neighbours: [Neighbour]) -> UnsafeBufferPointer<Neighbour> {
    let buffer = UnsafeMutableBufferPointer<Neighbour>.allocate(capacity: neighbours.count)
    _ = buffer.initialize(from: neighbours)
    return UnsafeBufferPointer(buffer)
  }

  func free() {
    model.release()
    feeders.deallocate()
    readers.deallocate()
  }

  /// Takes all clock edges before `cycle`, in which the neighbours' signals were what they are still noted as.
  mutating func sync(_ cycle: Int) {
    guard edges < cycle else { return }
    let (count, offered, accepted) = (cycle - edges, offered, accepted)
    model._withUnsafeGuaranteedRef { $0.advance(count, inputValid: offered, outputReady: accepted) }
    edges = cycle
  }
}

/// The frame guard and all stages of a pipeline, joined; the machine's output is always accepted.
final class MachinePlaces {
  let all: UnsafeMutableBufferPointer<MachinePlace>

  init(_ pipeline: Pipeline, pace: Int) {
    let types = pipeline.streams
    var models: [StageModel] = [SourceModel(words: pipeline.input.stream.wordsPerFrame, pace: pace)]
    var feeders: [[MachinePlace.Neighbour]] = [[]]
    var readers = [[MachinePlace.Neighbour(place: -1, mask: 1)]]
    var makers = [Pipeline.inputStream: MachinePlace.Neighbour(place: 0, mask: 1)]
    for (index, stage) in pipeline.stages.enumerated() {
      models.append(stage.operation.model(inputs: stage.inputs.compactMap { types[$0] }))
      feeders.append(stage.inputs.compactMap { makers[$0] })
      for (bit, maker) in feeders[index + 1].enumerated() {
        readers[maker.place][maker.mask.trailingZeroBitCount] = .init(place: index + 1, mask: 1 << UInt32(bit))
      }
      readers.append(stage.outputNames.map { _ in .init(place: -1, mask: 1) })
      for (bit, name) in stage.outputNames.enumerated() {
        makers[name] = .init(place: index + 1, mask: 1 << UInt32(bit))
      }
    }
    all = .allocate(capacity: models.count)
    for (index, model) in models.enumerated() {
      let place = MachinePlace(.passRetained(model), feeders: feeders[index], readers: readers[index])
      all.initializeElement(at: index, to: place)
    }
  }

  deinit {
    for place in all { place.free() }
    all.deallocate()
  }
}
