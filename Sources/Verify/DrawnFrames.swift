internal import Arithmetic
internal import Emit
internal import Support

/// Frames beside a folder's own: what real inputs do not have, or have too seldom.
///
/// In turn: codes that the folder's frames have, at other places; any codes; codes at the ends of words (0, 1, all ones, the
/// highest bit alone and without it); and a frame of the folder with one code in eight replaced. Codes that stand for no value
/// are left out.
struct DrawnFrames {
  private let own: [[UInt32]]
  private let side: Manifest.Side
  private var random: SplitMix64

  /// Drawn after the folder's frames, of which there is at least one with an element, from a seed.
  init(after own: [[UInt32]], _ side: Manifest.Side, seed: UInt64) {
    self.own = own
    self.side = side
    random = SplitMix64(seed: seed)
  }

  /// The next `count` frames.
  mutating func next(_ count: Int) -> [[UInt32]] {
    (0..<count).map { number in
      let frame = own[number / 4 % own.count]
      return frame.map { code in
        switch number % 4 {
        case 0: known()
        case 1: any()
        case 2: corner()
        default: random.next() % 8 == 0 ? any() : code
        }
      }
    }
  }

  private mutating func known() -> UInt32 {
    let frame = own[Int(random.next() % UInt64(own.count))]
    return frame[Int(random.next() % UInt64(frame.count))]
  }

  private mutating func any() -> UInt32 {
    valued(UInt32(truncatingIfNeeded: random.next()) & mask)
  }

  private mutating func corner() -> UInt32 {
    let top = mask ^ (mask >> 1)
    return valued([0, 1 & mask, mask, top, mask ^ top][Int(random.next() % 5)])
  }

  private mutating func valued(_ code: UInt32) -> UInt32 { side.format.number.hasValue(code) ? code : known() }

  private var mask: UInt32 { UInt32.max >> UInt32(32 - side.elementBits) }
}

extension FrameSource {
  /// The same frames and drawn ones until there are `count`, with the golden model's answers to those; in `work`.
  func extended(
    to count: Int, manifest: Manifest, folder: String, golden: GoldenModel?, seed: UInt64, work: String
  ) throws(Failure) -> FrameSource {
    guard frames > 0, count > frames, golden != nil, manifest.quantizedNetwork != nil else { return self }
    let side = manifest.interface.input
    var drawn = DrawnFrames(after: try codes(frames, side), side, seed: seed)
    let more = try FrameSource(
      inputs: drawn.next(count - frames), folder: folder, manifest: manifest, golden: golden, work: work)
    for (own, added) in [(input, more.input), (expected, more.expected)] {
      let text = try Self.readLines(own).joined(separator: "\n") + "\n" + Self.readText(added)
      try Self.write(text, to: added)
    }
    return FrameSource(input: more.input, expected: more.expected, frames: count)
  }

  /// Copies of both files in a folder.
  func keep(in folder: String) throws(Failure) {
    for (path, name) in [(input, "input.hex"), (expected, "expected.hex")] {
      try OutputFile("\(folder)/\(name)", besides: [input, expected]).write(Self.readText(path))
    }
  }
}
