import Foundation
import Support

/// A kind of file that Mantissa reads, how hostile ones are made, and what the program does with one.
protocol Subject {
  static var name: String { get }
  /// Processor time of one case.
  static var mostSeconds: Int { get }
  /// - Parameter folder: for what serves every case: a design, images, a sound model.
  init(folder: URL) throws
  /// A hostile file.
  mutating func make(_ random: inout SplitMix64) throws -> [UInt8]
  /// Reads the file as the program does, and does with what it holds what the program does; throws a `Failure` where the
  /// program refuses it.
  func read(_ path: String) throws
}

extension Subject {
  static var mostSeconds: Int { 20 }
}

enum Subjects {
  static var all: [any Subject.Type] {
    [
      ModelSubject.self, PlanSubject.self, NumPySubject.self, IDXSubject.self, GzipSubject.self, LabelSubject.self,
      VectorSubject.self, QuantizedSubject.self, ManifestSubject.self, FrameSubject.self, StateSubject.self,
      CalibrationSubject.self, LibertySubject.self, SpaceSubject.self, RecipeSubject.self, CheckpointSubject.self,
      NumberSubject.self, ResultSubject.self,
    ]
  }

  static func named(_ name: String) throws -> any Subject.Type {
    guard let found = (all + [FaultySubject.self]).first(where: { $0.name == name }) else {
      throw Failure(at: "'\(name)'", "no kind of file; \(all.map { $0.name }.joined(separator: ", ")) are")
    }
    return found
  }

  /// The root of the package, where models and plans to start from lie.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
}

/// What a case broke, other than by a trap.
struct Complaint: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

extension Failure {
  /// Throws unless a user can read the message and learns from it.
  func check() throws {
    let text = description
    if kind == .mismatch { throw Complaint("a file's fault ends with exit code \(kind.rawValue): \(text.prefix(200))") }
    try checkReadable(text)
    if diagnostics.contains(where: { ([$0.location, $0.message] + $0.notes).contains { $0.contains("\n") } }) {
      throw Complaint("a message has several lines: \(text.prefix(200))")
    }
    if diagnostics.isEmpty || diagnostics.contains(where: { $0.message.isEmpty || $0.location.isEmpty }) {
      throw Complaint("a failure says nothing: \(text)")
    }
  }
}

/// Throws unless a message is short and printable.
func checkReadable(_ text: String) throws {
  guard text.utf8.count <= 1 << 16 else { throw Complaint("a message has \(text.utf8.count) bytes") }
  for scalar in text.unicodeScalars where scalar != "\n" {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .unassigned, .privateUse:
      throw Complaint("a message holds U+\(String(scalar.value, radix: 16)): \(text.prefix(200))")
    default: break
    }
  }
}

extension RandomNumberGenerator {
  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<Swift.max(1, count), using: &self) }
  mutating func chance(_ one: Int) -> Bool { below(one) == 0 }
  mutating func pick<T>(_ all: [T]) -> T { all[below(all.count)] }
}
