import Arithmetic
import Foundation
import Operators
import Support
import TestTools

/// Files of operands and results.
struct VectorSubject: Subject {
  static let name = "vectors"
  private let made: [Operator]

  init(folder: URL) throws { made = try Self.operators() }

  static func operators() throws -> [Operator] {
    try [("multiply", "posit<8,0>"), ("add", "fp16"), ("compare", "fixed<32>"), ("sigmoid", "posit<8,0>")]
      .map { name, format in
        try OperatorRegistry.make(OperatorRequest(name, formats: [try Format(format)]))
      }
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array("#\n".utf8)
    let columns = random.pick([2, 3, 3, 3, 4])
    let digits = random.pick([2, 2, 4, 8])
    let rows = (0..<random.below(40)).map { _ in
      (0..<columns).map { _ in String(random.next() >> UInt64(64 - 4 * digits), radix: 16) }.joined(separator: " ")
    }
    bytes = Array(rows.joined(separator: "\n").utf8)
    if random.chance(2) { TextMutation().mutate(&bytes, &random) }
    if random.chance(4) { ByteMutation.mutate(&bytes, &random) }
    if random.chance(4000) { bytes += [UInt8](repeating: random.pick([32, 48, 10, 33]), count: 32 << 20) }
    return random.chance(4) ? DataFiles.gzip(bytes, level: 1) : bytes
  }

  func read(_ path: String) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let made = made[(attributes[.size] as? Int ?? 0) % made.count]
    _ = try OperatorCheck(made, VectorFile(path, for: made), model: nil, workers: 1).run()
  }
}

/// What a check keeps so that it can go on.
struct StateSubject: Subject {
  static let name = "state"
  private let made: Operator
  private let pairs: AllPairs
  private let start: [UInt8]

  init(folder: URL) throws {
    made = try VectorSubject.operators()[1]
    pairs = try AllPairs(made)
    let file = folder.appending(path: "state")
    _ = try OperatorState(file.path, for: made, pairs)
    let lines = (0..<20).map { "\($0 * 7) 65536 .\n" }
    start = [UInt8](try Data(contentsOf: file)) + Array(lines.joined().utf8)
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = start
    if !random.chance(8) { TextMutation(words: ["mantissa", "."]).mutate(&bytes, &random) }
    if random.chance(4) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws {
    let before = FileManager.default.contents(atPath: path) ?? Data()
    let state: OperatorState
    do { state = try OperatorState(path, for: made, pairs) } catch {
      guard FileManager.default.contents(atPath: path) == before else {
        throw Complaint("a file that is refused is changed")
      }
      throw error
    }
    var sum = 0
    for found in state.finished.values { sum += found.pairs }
    guard state.finished.keys.allSatisfy((0..<pairs.blocks).contains), sum <= 65536 * pairs.blocks else {
      throw Complaint("blocks that are not there count as done")
    }
  }
}
