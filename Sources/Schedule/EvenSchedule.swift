internal import PipelineIR
internal import Support

/// When words move in a machine whose buffers never fill, the words of each frame offered evenly over `pace` cycles.
///
/// Each stream is described at `samples` counts of its words, evenly spread, so that the time which this takes depends
/// neither on the size of a frame nor, in machines of a thousand stages and more, on their number. A word leaves a stage
/// its latency after what it needs was there, and a cycle after the one before it. Frames follow each other every `pace`
/// cycles.
struct EvenSchedule {
  /// When so many words of a frame have passed.
  struct Curve {
    /// Rising from 0 to the words of a frame.
    var counts: [Int]
    var cycles: [Double]
    let pace: Double

    /// The cycle in which `count` words of a frame have passed, between two samples in proportion.
    func cycle(of count: Int) -> Double {
      let index = counts.firstIndex(notBelow: count)
      guard index > 0, index < counts.count, counts[index] > count else { return cycles[min(index, cycles.count - 1)] }
      let share = Double(count - counts[index - 1]) / Double(counts[index] - counts[index - 1])
      return cycles[index - 1] + share * (cycles[index] - cycles[index - 1])
    }

    /// No fewer words than have passed by a cycle, those of later frames included.
    func words(by cycle: Double) -> Int {
      let frames = max(0, ((cycle - cycles[0]) / pace).rounded(.down))
      let index = cycles.firstIndex(above: cycle - frames * pace)
      return Int(frames) * counts[counts.count - 1] + counts[min(index, counts.count - 1)]
    }
  }

  /// Counts at which all streams together are described, and the least and the most of one.
  private static let effort = 1 << 22
  private static let bounds = 256...4096

  /// The streams by name.
  private var curves: [String: Curve] = [:]
  /// For each stage the words that its buffer holds at most; 0 for stages without one.
  private(set) var peakWords: [Int]
  /// The cycle of the last word of the first frame.
  private(set) var latency = 0
  private let pace: Double
  private let samples: Int

  /// - Precondition: the streams of `pipeline` fit each other.
  init(_ pipeline: Pipeline, pace: Int) {
    self.pace = Double(pace)
    samples = min(max(Self.effort / max(1, pipeline.stages.count), Self.bounds.lowerBound), Self.bounds.upperBound)
    peakWords = pipeline.stages.map { _ in 0 }
    let streams = pipeline.streams
    var makers: [String: Int] = [:]
    let words = pipeline.input.stream.wordsPerFrame
    curves[Pipeline.inputStream] = curve(words) { count in Double(count * pace) / Double(words) }
    for (index, stage) in pipeline.stages.enumerated() {
      let inputs = stage.inputs.compactMap { streams[$0] }
      let arrivals = stage.inputs.compactMap { curves[$0] }
      let departures = add(stage, inputs, arrivals)
      for (name, departure) in zip(stage.inputs, departures) {
        guard let maker = makers[name], let buffer = buffers[maker] else { continue }
        peakWords[maker] = peak(buffer.arrivals, departure, free: buffer.free)
      }
      makers[stage.name] = index
      if case .stream(_, let takes) = stage.operation.capacity(inputs: inputs),
        let buffer = stage.operation.buffer(inputs: inputs), let left = curves[stage.name]
      {
        let size = buffer.size * buffer.wordsPerUnit
        buffers[index] = (arrivals[0], { takes($0) - size })
        peakWords[index] = peak(arrivals[0], left) { takes($0) - size }
      }
    }
    latency = Int(curves[pipeline.outputStream]?.cycles.last ?? 0)
  }

  /// For each stage with a buffer how words arrive, and which places are free again once so many words have left.
  private var buffers: [Int: (arrivals: Curve, free: (Int) -> Int)] = [:]

  /// Adds the curves of a stage's outputs; says when words leave its inputs where it makes them wait for each other.
  private mutating func add(_ stage: Stage, _ inputs: [StreamType], _ arrivals: [Curve]) -> [Curve] {
    let latency = Double(stage.operation.model(inputs: inputs).latency)
    switch stage.operation.capacity(inputs: inputs) {
    case .stream(let gives, _):
      var needed = 0
      curves[stage.name] = curve(stage.outputs[0].wordsPerFrame) { count in
        needed = needed.least(upTo: inputs[0].wordsPerFrame) { gives($0) >= count }
        return arrivals[0].cycle(of: needed) + latency
      }
      return []
    case .fork:
      for name in stage.outputNames { curves[name] = arrivals[0].delayed(by: latency) }
      return []
    case .pair:
      let taken = curve(inputs[0].wordsPerFrame) { count in
        max(arrivals[0].cycle(of: count), arrivals[1].cycle(of: count))
      }
      curves[stage.name] = taken.delayed(by: latency)
      return [taken, taken]
    case .turns(let first, let second):
      let counts = [first, second]
      let shares = { (count: Int) in
        let (turn, word) = count.quotientAndRemainder(dividingBy: counts[0] + counts[1])
        return (turn * counts[0] + min(word, counts[0]), turn * counts[1] + max(0, word - counts[0]))
      }
      let taken = curve(stage.outputs[0].wordsPerFrame) { count in
        let (first, second) = shares(count)
        return max(arrivals[0].cycle(of: first), arrivals[1].cycle(of: second))
      }
      curves[stage.name] = taken.delayed(by: latency)
      return [
        Curve(counts: taken.counts.map { shares($0).0 }, cycles: taken.cycles, pace: pace),
        Curve(counts: taken.counts.map { shares($0).1 }, cycles: taken.cycles, pace: pace),
      ]
    }
  }

  /// A curve from the earliest cycle of each count; words follow each other a cycle apart at least.
  private func curve(_ words: Int, _ earliest: (Int) -> Double) -> Curve {
    let samples = min(words, samples)
    var result = Curve(counts: [0], cycles: [], pace: pace)
    for sample in 1...samples {
      let count = sample * words / samples
      let last = result.counts[sample - 1]
      let cycle = earliest(count)
      if sample == 1 { result.cycles.append(cycle - Double(count - last)) }
      result.counts.append(count)
      result.cycles.append(max(cycle, result.cycles[sample - 1] + Double(count - last)))
    }
    return result
  }

  /// The most words that are in a buffer: those that have arrived when a word leaves, less the places free before it.
  private func peak(_ arrivals: Curve, _ departures: Curve, free: (Int) -> Int) -> Int {
    departures.counts.indices.dropFirst().reduce(0) { most, index in
      let before = max(0, departures.counts[index - 1] - 1)
      return max(most, arrivals.words(by: departures.cycles[index]) - free(before))
    }
  }
}

extension EvenSchedule.Curve {
  fileprivate func delayed(by latency: Double) -> Self {
    var result = self
    for index in cycles.indices { result.cycles[index] += latency }
    return result
  }
}

extension Int {
  /// The least number from this one to `limit` that passes a test which all greater ones pass too; `limit` where none does.
  fileprivate func least(upTo limit: Int, _ passes: (Int) -> Bool) -> Int {
    var (bad, step) = (self - 1, 1)
    while bad + step < limit, !passes(bad + step) { (bad, step) = (bad + step, 2 * step) }
    var good = Swift.min(bad + step, limit)
    while good - bad > 1 {
      let middle = (good + bad) / 2
      if passes(middle) { good = middle } else { bad = middle }
    }
    return good
  }
}

extension Array where Element: Comparable {
  /// The index of the first element that is `bound` or more, of a rising array.
  fileprivate func firstIndex(notBelow bound: Element) -> Int { partition { $0 >= bound } }
  /// The index of the first element that is more than `bound`, of a rising array.
  fileprivate func firstIndex(above bound: Element) -> Int { partition { $0 > bound } }

  private func partition(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
