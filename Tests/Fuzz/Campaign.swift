import Foundation
import Support

/// Cases of every kind in children, from where an earlier run stopped; keeps and minimizes what breaks one.
struct Campaign {
  let folder: URL
  private(set) var rows: [String: Row] = [:]

  /// What is known of a kind.
  struct Row: Codable {
    var next = 0
    var accepted = 0
    var refused = 0
    /// Cases that trapped, took too long or too much memory, or were answered badly.
    var broken = 0
    var seconds = 0.0
  }

  private var state: URL { folder.appending(path: "state.json") }
  private var findings: URL { folder.appending(path: "findings") }

  init(folder: URL) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: findings, withIntermediateDirectories: true)
    if let data = FileManager.default.contents(atPath: state.path) {
      rows = try JSONDecoder().decode([String: Row].self, from: data)
    }
  }

  /// As many cases of a kind as take about 20 seconds, as far as is known: every kind has its share of the time.
  func share(of kind: any Subject.Type) -> Int {
    guard let row = rows[kind.name], row.seconds > 0 else { return 100 }
    return min(max(Int(20 * Double(row.next) / row.seconds), 100), 50_000)
  }

  /// Runs `count` further cases of a kind.
  mutating func run(_ kind: any Subject.Type, count: Int) throws {
    let work = folder.appending(path: "work-\(kind.name)")
    try? FileManager.default.removeItem(at: work)
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    var row = rows[kind.name] ?? Row()
    let last = row.next + count
    while row.next < last {
      let start = Date()
      try? FileManager.default.removeItem(at: Cases.Progress.file(work))
      let child = try Child(["cases", kind.name, "\(row.next)", "\(last)", work.path], folder: work)
      guard let progress = Cases.Progress(work) else { throw Failure(.tool, at: kind.name, child.fault) }
      row.seconds += Date().timeIntervalSince(start)
      row.accepted += progress.accepted
      row.refused += progress.refused
      row.next = progress.index
      if child.status != 0 {
        row.next += 1
        row.broken += 1
        try keep(kind, index: progress.index, work: work)
      }
      try save(kind.name, row)
    }
  }

  private mutating func save(_ name: String, _ row: Row) throws {
    rows[name] = row
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(rows).write(to: state, options: .atomic)
  }

  /// Keeps the case, made small, under the name of its fault: one of each is enough.
  private func keep(_ kind: any Subject.Type, index: Int, work: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: Cases.file(work)))
    let trial = Trial(kind: kind, folder: work)
    let child = try trial.run(bytes, isTraced: true)
    let fault = child.status == 0 ? "only after other cases" : child.fault
    let hash = fault.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let name = "\(kind.name)-\(String(hash, radix: 16))"
    let file = findings.appending(path: name)
    guard !FileManager.default.fileExists(atPath: file.path) else { return }
    FileHandle.standardOutput.write(Data("\(kind.name) \(index): \(fault)\n".utf8))
    let small = child.isQuick ? try trial.minimized(bytes, child) : bytes
    try Data(small).write(to: file)
    try Data("case \(index)\n\(fault)\n\n\(child.text)".utf8).write(to: findings.appending(path: name + ".txt"))
  }

  /// A Markdown table of all that was run.
  var table: String {
    let names = Subjects.all.map { $0.name }.filter { rows[$0] != nil }
    let lines = names.map { name in
      let row = rows[name] ?? Row()
      return
        "| \(name) | \(row.accepted + row.refused + row.broken) | \(row.accepted) | \(row.refused) | \(row.broken) | "
        + String(format: "%.0f |", Double(row.next) / max(row.seconds, 1e-3))
    }
    let all = rows.values
    let total =
      "| all | \(all.reduce(0) { $0 + $1.accepted + $1.refused + $1.broken }) | \(all.reduce(0) { $0 + $1.accepted }) | "
      + "\(all.reduce(0) { $0 + $1.refused }) | \(all.reduce(0) { $0 + $1.broken }) | |"
    return (["| file | cases | taken | refused | broken | a second |", "|---|---|---|---|---|---|"] + lines + [total])
      .joined(separator: "\n")
  }
}

/// One file at a time, each in a child of its own.
struct Trial {
  let kind: any Subject.Type
  let folder: URL

  func run(_ bytes: [UInt8], isTraced: Bool = false) throws -> Child {
    let file = folder.appending(path: "trial")
    try Data(bytes).write(to: file)
    return try Child(["file", kind.name, file.path, folder.path], folder: folder, isTraced: isTraced)
  }

  /// Fewer bytes with the same fault: pieces are left out as long as that keeps it, for a minute at most.
  func minimized(_ bytes: [UInt8], _ child: Child) throws -> [UInt8] {
    var best = bytes
    let end = Date().addingTimeInterval(60)
    var size = bytes.count / 2
    while size > 0, Date() < end {
      var place = 0
      while place < best.count, Date() < end {
        var candidate = best
        candidate.removeSubrange(place..<min(best.count, place + size))
        let found = try run(candidate)
        // Where a trap is takes long to find out: once at the end.
        let isSame = child.status < 0 ? found.status == child.status : found.fault == child.fault
        if isSame { best = candidate } else { place += size }
      }
      size /= 2
    }
    return try run(best, isTraced: true).fault == child.fault ? best : bytes
  }
}
