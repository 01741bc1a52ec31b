internal import Emit
internal import Foundation
internal import Support

/// Test vectors on disk, from the emitted folder or made for the inputs that the user named.
struct FrameSource: Sendable {
  let input: String
  let expected: String
  /// Frames that the files hold.
  let frames: Int

  /// The folder's own vectors.
  init(folder: String, manifest: Manifest) {
    input = "\(folder)/\(manifest.vectors.input)"
    expected = "\(folder)/\(manifest.vectors.expected)"
    frames = manifest.vectors.frames
  }

  /// Throws unless both files hold the words that the manifest promises.
  func check(_ manifest: Manifest) throws(Failure) {
    for (path, side) in [(input, manifest.interface.input), (expected, manifest.interface.output)] {
      let lines = try Self.readLines(path)
      guard lines.count == frames * side.wordsPerFrame else {
        throw Failure(
          at: path, "the file has \(lines.count) words; the manifest says \(frames * side.wordsPerFrame)")
      }
      if let index = lines.firstIndex(where: { !side.coding.isWord($0) }) {
        throw Failure(at: "\(path):\(index + 1)", "'\(lines[index])' is no word of \(side.tdataBits) bits")
      }
    }
  }

  /// Vectors for `inputs`, with the golden model's answers, written into `work`.
  init(
    inputs: [[UInt32]], folder: String, manifest: Manifest, golden: GoldenModel?, work: String
  ) throws(Failure) {
    try Self.check(inputs, manifest)
    let answers = try Self.answers(inputs, folder: folder, manifest: manifest, golden: golden)
    input = work + "/input.hex"
    expected = work + "/expected.hex"
    frames = inputs.count
    try Self.write(Vectors.text(inputs, manifest.interface.input.coding), to: input)
    try Self.write(Vectors.text(answers, manifest.interface.output.coding), to: expected)
  }

  /// The same vectors over and over until there are `count` frames, in `work`.
  func repeated(to count: Int, manifest: Manifest, work: String) throws(Failure) -> FrameSource {
    guard count > frames else { return self }
    guard frames > 0 else { throw Failure(at: input, "there is no frame to simulate") }
    let longInput = work + "/repeated_input.hex"
    let longExpected = work + "/repeated_expected.hex"
    try Self.repeatLines(input, longInput, count, frames, manifest.interface.input.wordsPerFrame)
    try Self.repeatLines(expected, longExpected, count, frames, manifest.interface.output.wordsPerFrame)
    return FrameSource(input: longInput, expected: longExpected, frames: count)
  }

  init(input: String, expected: String, frames: Int) {
    self.input = input
    self.expected = expected
    self.frames = frames
  }

  private static func repeatLines(
    _ source: String, _ target: String, _ count: Int, _ frames: Int, _ words: Int
  ) throws(Failure) {
    let lines = try readLines(source)
    guard lines.count == frames * words else {
      throw Failure(at: source, "the file has \(lines.count) words; the manifest says \(frames * words)")
    }
    var text = ""
    for frame in 0..<count {
      let start = frame % frames * words
      text += lines[start..<start + words].joined(separator: "\n") + "\n"
    }
    try write(text, to: target)
  }

  /// The input codes of the first `count` frames.
  func codes(_ count: Int, _ side: Manifest.Side) throws(Failure) -> [[UInt32]] {
    let lines = try Self.readLines(input)
    guard lines.count >= count * side.wordsPerFrame else {
      throw Failure(at: input, "the file has \(lines.count) words; \(count * side.wordsPerFrame) are needed")
    }
    return try (0..<count).map { frame throws(Failure) -> [UInt32] in
      let words = lines[frame * side.wordsPerFrame..<(frame + 1) * side.wordsPerFrame]
      let codes = words.compactMap { side.coding.codes(String($0)) }.flatMap { $0.compactMap { $0 } }
      guard codes.count == side.wordsPerFrame * side.lanes else {
        throw Failure(at: input, "the file holds a bad word")
      }
      return codes
    }
  }

  /// The frames three times over, the second time with the answers of other weights.
  func thrice(
    _ weights: LoadedWeights, count: Int, manifest: Manifest, golden: GoldenModel?, work: String
  ) throws(Failure) -> FrameSource {
    guard let golden else { throw Failure(at: "weights", "nothing tells the words to expect") }
    let inputs = try codes(count, manifest.interface.input)
    let answers = try Self.goldenResult { try golden.run(weights.quantizedText, inputs) }
    let (fed, own) = (try Self.readLines(input), try Self.readLines(expected))
    let (wordsIn, wordsOut) = (
      count * manifest.interface.input.wordsPerFrame, count * manifest.interface.output.wordsPerFrame
    )
    guard own.count >= wordsOut else {
      throw Failure(at: expected, "the file has \(own.count) words; \(wordsOut) are needed")
    }
    func text(_ lines: ArraySlice<Substring>) -> String { lines.map { $0 + "\n" }.joined() }
    let result = FrameSource(
      input: work + "/thrice_input.hex", expected: work + "/thrice_expected.hex", frames: 3 * count)
    try Self.write(String(repeating: text(fed[..<wordsIn]), count: 3), to: result.input)
    let first = text(own[..<wordsOut])
    try Self.write(first + Vectors.text(answers, manifest.interface.output.coding) + first, to: result.expected)
    return result
  }

  static func readLines(_ path: String) throws(Failure) -> [Substring] {
    try readText(path).split(separator: "\n")
  }

  static func write(_ text: String, to path: String) throws(Failure) {
    do { try text.write(toFile: path, atomically: false, encoding: .utf8) } catch {
      throw Failure(at: path, "the file cannot be written: \((error as NSError).localizedDescription)")
    }
  }

  private static func check(_ inputs: [[UInt32]], _ manifest: Manifest) throws(Failure) {
    let side = manifest.interface.input
    guard !inputs.isEmpty else { throw Failure(at: "inputs", "there is no frame to simulate") }
    for (index, frame) in inputs.enumerated() {
      guard frame.count == side.wordsPerFrame * side.lanes else {
        throw Failure(
          at: "input frame \(index)", "the frame has \(frame.count) elements; the design takes \(side.shape) of them")
      }
      guard frame.allSatisfy({ side.elementBits == 32 || $0 >> UInt32(side.elementBits) == 0 }) else {
        throw Failure(at: "input frame \(index)", "a code has more than \(side.elementBits) bits")
      }
    }
  }

  private static func answers(
    _ inputs: [[UInt32]], folder: String, manifest: Manifest, golden: GoldenModel?
  ) throws(Failure) -> [[UInt32]] {
    guard let golden, let path = manifest.quantizedNetwork else {
      throw Failure(at: folder, "the folder has no quantized network, so nothing tells the words to expect")
    }
    let side = manifest.interface.output
    let text = try readText("\(folder)/\(path)")
    let answers = try goldenResult { try golden.run(text, inputs) }
    guard answers.count == inputs.count, answers.allSatisfy({ $0.count == side.wordsPerFrame * side.lanes }) else {
      throw Failure(at: "\(folder)/\(path)", "the golden model's results do not fit the design's output")
    }
    return answers
  }

  static func readText(_ path: String) throws(Failure) -> String {
    try WholeFile.text(path, most: 1 << 30)
  }

  static func goldenResult<T>(_ body: () throws -> T) throws(Failure) -> T {
    do { return try body() } catch let failure as Failure { throw failure } catch {
      throw Failure(at: "golden model", "\(error)")
    }
  }
}
