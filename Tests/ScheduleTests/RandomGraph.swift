import Arithmetic
import BigInt
import Datapath
import PipelineIR
import Stages
import Support

/// Pipelines of small frames whose streams fork and meet again, nested, up to five ways.
struct RandomGraph {
  private var random: SplitMix64
  private var stages: [Stage] = []
  private let format: Format

  private struct Stream {
    var name: String
    var type: StreamType
  }

  static func pipeline(seed: UInt64) throws -> Pipeline {
    while true {
      var graph = RandomGraph(random: SplitMix64(seed: seed), format: try Format("fixed<4>"))
      let words = [6, 8, 12, 16, 20, 24].randomElement(using: &graph.random) ?? 12
      let type = StreamType(lanes: 2, elementWidth: 4, wordsPerFrame: words)
      let end = try graph.block(Stream(name: Pipeline.inputStream, type: type), depth: 2)
      func port(_ type: StreamType) -> Port {
        Port(
          shape: Shape(channels: type.lanes * type.wordsPerFrame), format: graph.format, scale: 1, zeroPoint: 0,
          stream: type)
      }
      // A gate's mask has a bit for each stream.
      if graph.stages.count <= 55 {
        return Pipeline(
          name: "graph\(seed)", input: port(type), output: port(end.type), stages: graph.stages, outputStream: end.name)
      }
      return try pipeline(seed: seed &+ 1_000_003)
    }
  }

  private mutating func add(_ operation: any StageOperation, _ streams: [Stream]) throws -> [Stream] {
    let outputs = try operation.outputs(of: streams.map(\.type))
    let name = "s\(stages.count)"
    let stage = Stage(name: name, layer: name, operation: operation, inputs: streams.map(\.name), outputs: outputs)
    stages.append(stage)
    return zip(stage.outputNames, outputs).map { Stream(name: $0, type: $1) }
  }

  private mutating func add(_ operation: any StageOperation, _ stream: Stream) throws -> Stream {
    try add(operation, [stream])[0]
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

  /// A divisor of `words`, often a small one.
  private mutating func divisor(of words: Int) -> Int {
    (1...words).filter { words % $0 == 0 }.prefix(5).randomElement(using: &random) ?? 1
  }

  private mutating func block(_ stream: Stream, depth: Int) throws -> Stream {
    var stream = stream
    for _ in 0..<number(1...(depth == 2 ? 3 : 2)) {
      stream = depth > 0 && number(0...2) > 0 ? try branches(stream, depth: depth) : try step(stream)
    }
    return stream
  }

  private mutating func branches(_ stream: Stream, depth: Int) throws -> Stream {
    let ways = [2, 2, 3, 5].randomElement(using: &random) ?? 2
    var rest = stream
    var ends: [Stream] = []
    for _ in 1..<ways {
      let halves = try add(Fork(), [rest])
      ends.append(halves[0])
      rest = halves[1]
    }
    ends.append(rest)
    for index in ends.indices where number(0...3) > 0 {
      ends[index] = try block(ends[index], depth: ways > 3 ? 0 : depth - 1)
    }
    for index in ends.indices { ends[index] = try add(Fifo(depth: 2), ends[index]) }
    ends.shuffle(using: &random)
    var joined = ends[0]
    for (index, end) in ends.dropFirst().enumerated() {
      if index > 0 { joined = try add(Fifo(depth: 2), joined) }
      joined = try join(joined, end)
    }
    return joined.type.wordsPerFrame > 60 ? try shrink(joined) : joined
  }

  private mutating func join(_ first: Stream, _ second: Stream) throws -> Stream {
    let words = [first.type.wordsPerFrame, second.type.wordsPerFrame]
    if words[0] == words[1] && number(0...1) == 0 {
      let affine = Affine(multipliers: [1, 1], offsets: [BigInt(0)], exponent: 0, multiplierWidth: 3)
      let rounding = Rounding(format: format, lowest: 8, highest: 7)
      return try add(
        PairSum(lanes: 2, inputs: [format, format], affine: affine, rounding: rounding), [first, second])[0]
    }
    let common = (1...min(words[0], words[1])).filter { words[0] % $0 == 0 && words[1] % $0 == 0 }
    let turns = common.randomElement(using: &random) ?? 1
    return try add(Stages.Join(counts: words.map { $0 / turns }), [first, second])[0]
  }

  /// The greatest of some words.
  private mutating func shrink(_ stream: Stream) throws -> Stream {
    let words = stream.type.wordsPerFrame
    guard words > 1 else { return try add(Skid(), stream) }
    let taps = (2...words).first { words % $0 == 0 } ?? 1
    return try add(Maximum(format: format, lanes: 2, taps: taps), stream)
  }

  private mutating func step(_ stream: Stream) throws -> Stream {
    let words = stream.type.wordsPerFrame
    switch number(0...7) {
    case 0: return try add(Skid(), stream)
    case 1:
      let narrow = try add(Narrow(factor: 2), stream)
      return try add(Widen(factor: 2), narrow)
    case 2 where words % 2 == 0:
      let wide = try add(Widen(factor: words % 3 == 0 ? 3 : 2), stream)
      return try add(Narrow(factor: words % 3 == 0 ? 3 : 2), wide)
    case 3:
      let period = divisor(of: words) * 2
      guard words % period == 0 else { fallthrough }
      let count = number(1...period)
      return try add(Crop(period: period, first: number(0...(period - count)), count: count), stream)
    case 4 where words <= 24:
      let block = divisor(of: words)
      let extent = divisor(of: words / block)
      let spread = Spread(
        block: block, extent: extent, before: number(0...2), step: number(1...2), after: number(0...2), padCode: 1)
      return try add(spread, stream)
    case 5: return try shrink(stream)
    default: return try window(stream)
    }
  }

  private mutating func window(_ stream: Stream) throws -> Stream {
    let words = stream.type.wordsPerFrame
    let height = divisor(of: words)
    let width = divisor(of: words / height)
    let shape = Shape(height: height, width: width, channels: 2 * words / height / width)
    func axis(_ extent: Int) -> Geometry.Axis {
      let kernel = number(1...min(3, extent))
      let dilation = (kernel - 1) * 2 < extent ? number(1...2) : 1
      let padded = kernel > 1 && kernel <= extent ? number(0...1) : 0
      return Geometry.Axis(
        kernel: kernel, stride: number(1...2), dilation: dilation, before: padded, after: number(0...padded))
    }
    let geometry = Geometry(rows: axis(height), columns: axis(width))
    let slices = shape.channels / 2
    let groups = number(0...2) == 0 ? slices : 1
    let operation = Window(input: shape, geometry: geometry, groups: groups, repeats: number(1...2), padCode: 3)
    let windows = try add(operation, stream)
    return try add(
      Maximum(format: format, lanes: 2, taps: geometry.taps * operation.repeats * (slices / groups)), windows)
  }
}
