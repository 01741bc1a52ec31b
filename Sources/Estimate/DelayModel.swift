internal import Arithmetic
internal import Cells
internal import Datapath
internal import Foundation
package import Support
package import Synthesis

/// How long signals take in a device, wires included: sums of pieces whose times were fitted to what nextpnr reports.
package struct DelayModel: Codable, Sendable, Hashable {
  /// The device, or its family.
  package var target: SynthesisTarget
  /// From a clock edge through a register, and to the next one: what any path has. All times are in nanoseconds.
  package var register: Double
  /// A look-up table.
  package var level: Double
  /// A sum, and each bit of its carry chain.
  package var carry: Double
  package var carryBit: Double
  /// A multiplier block; 0 where there is none.
  package var product: Double
  /// A block of memory, beside a register's time.
  package var memory: Double

  /// The time of a piece of a path.
  func time(_ element: PathElement) -> Double {
    switch element {
    case .levels(let count): Double(max(0, count)) * level
    case .carry(let bits): bits > 0 ? carry + Double(bits) * carryBit : 0
    case .product(let a, let b): time(ofProduct: a, b)
    }
  }

  /// In blocks, whose parts are added; or in tables, whose rows are added in pairs.
  private func time(ofProduct a: Int, _ b: Int) -> Double {
    guard min(a, b) > 1 else { return level }
    let blocks = target.multiplierBlocks(a, b)
    let parts = blocks > 0 ? blocks : min(a, b)
    let sums = parts > 1 ? Double(bits(for: parts)) * time(.carry((a + b) * 3 / 4)) : 0
    return (blocks > 0 ? product : level) + sums
  }

  /// The fewest segments of a graph's sums over words with which a carry and a choice take no longer than a period; as many as
  /// there can be where all are too long.
  func segments(of graph: DatapathGraph, clock: Double) -> Int {
    guard graph.mostSegments > 1 else { return 1 }
    let widest = Int((1000 / clock - register - level - carry) / carryBit)
    return (1..<graph.mostSegments).first { count in
      graph.segmented(into: count).nodes.allSatisfy { node in
        if case .accumulate(let sums) = node.operation { sums.widest <= widest } else { true }
      }
    } ?? graph.mostSegments
  }

  /// The time of a path that begins and ends in registers.
  func time(_ path: [PathElement]) -> Double { path.reduce(0) { $0 + time($1) } }
}

extension DelayModel {
  /// The models that the command carries: `Templates/delays.json`, which `make delays` measures again.
  package static func embedded(_ target: SynthesisTarget) throws(Failure) -> DelayModel {
    let file = "delays.json"
    guard let text = EmbeddedText.text(file) else { throw Failure(.tool, at: file, "the command was built without it") }
    let models: [DelayModel]
    do { models = try JSONDecoder().decode([DelayModel].self, from: Data(text.utf8)) } catch {
      throw Failure(.tool, at: file, "cannot be read: \(error)", notes: ["run make delays"])
    }
    guard let model = models.first(where: { $0.target == target }) else {
      throw Failure(
        at: "--target", "nothing is known of delays in '\(target.rawValue)'",
        notes: ["known are \(models.map(\.target.rawValue).joined(separator: ", "))"])
    }
    return model
  }
}
