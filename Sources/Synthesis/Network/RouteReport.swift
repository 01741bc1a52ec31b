internal import Foundation
internal import Support

/// The longest path between two registers, in a design's own names.
package struct CriticalPath: Codable, Sendable, Hashable {
  /// In nanoseconds, with the registers' own delays.
  package var delay: Double
  /// Of it what wires take; nil where they are not placed.
  package var routing: Double?
  /// The register or memory that it leaves.
  package var from: String
  /// The register or memory that it ends in.
  package var to: String
  /// Cells between them.
  package var cells: Int
  /// The instances that it goes through, in its order, each once after another.
  package var instances: [String]
}

/// What nextpnr reports of a placed design; its JSON is read strictly.
struct RouteReport {
  /// In megahertz.
  var clock: Double
  var path: CriticalPath

  /// - Parameter json: nextpnr's report.
  init(_ json: Data) throws(Failure) {
    guard let report = try? JSONDecoder().decode(Text.self, from: json) else {
      throw Failure(.tool, at: "nextpnr", "its report cannot be read", notes: ["0.4 and 0.11 are known to work"])
    }
    let clocks = report.fmax.filter { $0.value.achieved > 0 }
    guard let clock = clocks.min(by: { $0.value.achieved < $1.value.achieved }),
      let path = report.criticalPaths.first(where: { $0.from.contains(clock.key) && $0.to.contains(clock.key) })
    else { throw Failure(.tool, at: "nextpnr", "its report has no path from register to register") }
    self.clock = clock.value.achieved
    let ends = path.path.filter { $0.type != "routing" }
    let names = path.path.flatMap { [$0.from?.cell, $0.to?.cell].compactMap { $0 } }.map(Self.name)
    self.path = CriticalPath(
      delay: path.path.reduce(0) { $0 + $1.delay },
      routing: path.path.filter { $0.type == "routing" }.reduce(0) { $0 + $1.delay },
      from: names.first ?? "", to: names.last ?? "", cells: max(0, ends.count - 2),
      instances: names.map(Self.instance).reduce(into: []) { if $0.last != $1 { $0.append($1) } })
  }

  /// A cell's name without the tool's own endings, and without the four-pin top's instance.
  private static func name(_ cell: String) -> String {
    var name = Substring(cell)
    for role in ["u_design.", "u_machine."] where name.hasPrefix(role) { name = name.dropFirst(role.count) }
    for mark in ["_SB_", "_LUT", "_TRELLIS", "_CCU2C", "_PFUMX", "_L6MUX", "$nextpnr", "_DP16KD", "_MULT18", "_COMB"] {
      if let range = name.range(of: mark) { name = name[..<range.lowerBound] }
    }
    return String(name)
  }

  /// The instance in which a cell lies: its name up to the last dot.
  private static func instance(_ name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? "top"
  }

  private struct Text: Decodable {
    var fmax: [String: Clock]
    var criticalPaths: [Path]

    enum CodingKeys: String, CodingKey {
      case fmax
      case criticalPaths = "critical_paths"
    }
  }

  private struct Clock: Decodable { var achieved: Double }

  private struct Path: Decodable {
    var from: String
    var to: String
    var path: [Step]
  }

  private struct Step: Decodable {
    var delay: Double
    var type: String
    var from: Place?
    var to: Place?
  }

  private struct Place: Decodable { var cell: String }
}
