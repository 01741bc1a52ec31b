internal import Foundation
internal import Support

/// What OpenSTA prints of the longest path and of power.
struct TimingText {
  /// In nanoseconds, against the clock's period.
  var slack: Double
  var path: CriticalPath
  /// In watts; nil where the library tells no power.
  var power: Double?

  /// - Parameters:
  ///   - checks: the text of `report_checks`.
  ///   - power: the text of `report_power`.
  init(checks: String, power: String) throws(Failure) {
    let lines = checks.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    func number(before words: String) -> Double? {
      let own = words.split(separator: " ").map(String.init)
      return lines.first { $0.suffix(own.count) == own[...] || $0.suffix(own.count + 1).dropLast() == own[...] }?
        .compactMap {
          Double($0)
        }.first
    }
    guard let line = lines.last(where: { $0.first == "slack" || $0.contains("slack") }),
      let slack = line.compactMap({ Double($0) }).first, slack.isFinite
    else { throw Failure(.tool, at: "opensta", "prints no path from register to register") }
    self.slack = slack
    func point(_ title: String) -> String {
      lines.first { $0.first == title }.flatMap { $0.count > 1 ? $0[1] : nil } ?? ""
    }
    let steps = lines.filter { $0.count > 3 && Double($0[0]) != nil && ["^", "v"].contains($0[2]) }
    // Yosys names what it makes after its neighbours and their cells.
    let types = Set(steps.compactMap { $0.last.map { "_" + $0.filter { $0 != "(" && $0 != ")" } } })
    func plain(_ name: String) -> String {
      let cuts = types.compactMap { name.range(of: $0)?.lowerBound }
      return cuts.min().map { String(name[..<$0]) } ?? name
    }
    let names = steps.compactMap { $0[3].split(separator: "/").first.map(String.init) }
    self.path = CriticalPath(
      delay: number(before: "data arrival time") ?? 0, routing: nil, from: plain(point("Startpoint:")),
      to: plain(point("Endpoint:")),
      cells: max(0, names.count - 2), instances: [])
    let total = power.split(separator: "\n").last { $0.hasPrefix("Total") }?.split(separator: " ")
    self.power = total.flatMap { $0.count > 4 ? Double($0[4]) : nil }.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }
}
