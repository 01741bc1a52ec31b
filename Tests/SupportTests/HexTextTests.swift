import BigInt
import Support
import Testing

@Suite struct HexTextTests {
  /// Against arithmetic on whole words; the last word lacks lanes.
  @Test func lanesLieOneAboveTheOther() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<400 {
      let width = Int.random(in: 1...32, using: &random)
      let stride = Int.random(in: width...32, using: &random)
      let lanes = Int.random(in: 1...9, using: &random)
      let codes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt32(truncatingIfNeeded: random.next()) }
      let lines = Swift.stride(from: 0, to: codes.count, by: lanes).map { first in
        let word = codes[first..<min(first + lanes, codes.count)].enumerated().reduce(BigInt(0)) { word, lane in
          word + BigInt(lane.element & (.max >> UInt32(32 - width))) << (lane.offset * stride)
        }
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: (lanes * stride + 3) / 4 - digits.count) + digits + "\n"
      }
      #expect(HexText.lines(codes, lanes: lanes, width: width, stride: stride) == lines.joined())
    }
  }
}
