import PipelineIR
import StageTools
import Stages
import Support
import Testing

@Suite struct WindowTests {
  /// The places in a frame of the words that leave, nil for padding; plain loops over the definition of `Window`.
  static func places(_ window: Window, lanes: Int) -> [Int?] {
    let pixel = window.input.channels / lanes
    let slices = pixel / window.groups
    let (rows, columns) = (window.geometry.rows, window.geometry.columns)
    var places: [Int?] = []
    for y in 0..<rows.outputs(of: window.input.height) {
      for x in 0..<columns.outputs(of: window.input.width) {
        for group in 0..<window.groups {
          for _ in 0..<window.repeats {
            for ky in 0..<rows.kernel {
              for kx in 0..<columns.kernel {
                let r = y * rows.stride + ky * rows.dilation - rows.before
                let c = x * columns.stride + kx * columns.dilation - columns.before
                let inside = 0 <= r && r < window.input.height && 0 <= c && c < window.input.width
                for slice in 0..<slices {
                  places.append(inside ? (r * window.input.width + c) * pixel + group * slices + slice : nil)
                }
              }
            }
          }
        }
      }
    }
    return places
  }

  /// The words that leave for `frames`, and after them the padding that needs no word of the next frame.
  static func reference(_ window: Window, _ input: StreamType, frames: [[UInt64]]) -> [UInt64] {
    let pad = (0..<input.lanes).reduce(UInt64(0)) {
      $0 | UInt64(window.padCode) << UInt64($1 * input.elementWidth)
    }
    let places = places(window, lanes: input.lanes)
    return frames.flatMap { frame in places.map { $0.map { frame[$0] } ?? pad } }
      + places.prefix { $0 == nil }.map { _ in pad }
  }

  static func axis(_ extent: Int, _ random: inout SplitMix64) -> Geometry.Axis {
    while true {
      var axis = Geometry.Axis(
        kernel: .random(in: 1...4, using: &random), stride: .random(in: 1...4, using: &random),
        dilation: .random(in: 1...3, using: &random))
      axis.before = .random(in: 0..<axis.span, using: &random)
      axis.after = .random(in: 0..<axis.span, using: &random)
      let touches = (0..<axis.outputs(of: extent)).contains { output in
        (0..<axis.kernel).contains {
          (0..<extent).contains(output * axis.stride + $0 * axis.dilation - axis.before)
        }
      }
      if touches { return axis }
    }
  }

  static func randomCase(_ random: inout SplitMix64, frames count: Int) throws -> StageCase {
    let lanes = Int.random(in: 1...3, using: &random)
    let groups = Int.random(in: 1...3, using: &random)
    let shape = Shape(
      height: .random(in: 1...7, using: &random), width: .random(in: 1...7, using: &random),
      channels: lanes * groups * .random(in: 1...3, using: &random))
    var window = Window(
      input: shape, geometry: Geometry(rows: axis(shape.height, &random), columns: axis(shape.width, &random)),
      groups: groups, repeats: .random(in: 1...3, using: &random), padCode: .random(in: 0..<32, using: &random))
    window.bufferRows += Int.random(in: 0...3, using: &random)
    let input = StreamType(lanes: lanes, elementWidth: 5, wordsPerFrame: shape.count / lanes)
    let frames = (0..<count).map { _ in
      (0..<input.wordsPerFrame).map { _ in random.next() >> UInt64(64 - input.wordWidth) }
    }
    let expected = reference(window, input, frames: frames)
    #expect(try window.outputs(of: [input])[0].wordsPerFrame == Self.places(window, lanes: lanes).count)
    let offer = Int.random(in: 4...16, using: &random)
    let accept = Int.random(in: 4...16, using: &random)
    return StageCase(
      "\(window) \(offer)/16 \(accept)/16", window, inputs: [input], words: [frames.flatMap { $0 }],
      expected: [expected], offer: offer, accept: accept,
      cycles: 16 * (expected.count + count * input.wordsPerFrame) / min(offer, accept) + 500, seed: random.next())
  }

  @Test func randomWindowsEqualTheHardware() throws {
    let seed: UInt64 = 6_021
    print("WindowTests seed \(seed)")
    var random = SplitMix64(seed: seed)
    var cases: [StageCase] = []
    while cases.count < 60 {
      let stage = try Self.randomCase(&random, frames: 3)
      if stage.expected[0].count < 4000 { cases.append(stage) }
    }
    let result = try StageBench.run(cases)
    #expect(result.differences == [])
    #expect(result.words == cases.reduce(0) { $0 + $1.expected[0].count } && result.words > 20_000)
    print("WindowTests compared \(result.words) words")
    for stage in cases {
      let all = stage.words[0].count
      let complete = stage.log().hasSuffix("end [\(all)] [\(stage.expected[0].count)]\n")
      #expect(complete, "\(stage.name)")
    }
  }
}
