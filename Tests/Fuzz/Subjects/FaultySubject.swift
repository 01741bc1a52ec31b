import Foundation
import Support

/// A reader that does all that none may do: shows that a campaign notices.
struct FaultySubject: Subject {
  static let name = "faulty"
  static let mostSeconds = 1

  init(folder: URL) {}

  mutating func make(_ random: inout SplitMix64) -> [UInt8] { (0..<40).map { _ in UInt8(random.below(256)) } }

  func read(_ path: String) throws {
    let bytes = [UInt8](FileManager.default.contents(atPath: path) ?? Data())
    if bytes.contains(1) { _ = bytes[bytes.count + Int(bytes[0])] }
    if bytes.contains(2) { _ = [UInt8](repeating: 1, count: Int(Cases.mostBytes) + 1) }
    if bytes.contains(3) { throw Failure(.mismatch, at: path, "a mismatch") }
    if bytes.contains(4) { throw Failure(at: path, "") }
    if bytes.contains(5) { while true {} }
    if bytes[0] > 127 { throw Failure(at: path, "is refused") }
  }
}
