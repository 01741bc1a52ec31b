import Foundation
import Search
package import Support
import Verify

/// Searches a space of plans, and writes what it found.
///
/// - Parameter line: hears a line for each trial.
package func search(
  _ options: SearchOptions, progress: Progress = .silent, line: @escaping @Sendable (String) -> Void = { _ in }
) async throws(Failure) -> SearchReport {
  defer { progress.clear() }
  progress.show("reading \(options.model)")
  let folder = options.output
  let address = try StudyAddress(options.study ?? folder + "/study.db")
  let bench = try SearchBench(options)
  let lock = try openFolder(folder, bench.space)
  defer { withExtendedLifetime(lock) {} }
  let study = try Study(address, name: options.name, patience: options.patience)
  progress.show("opening the study")
  try study.open(bench.identity, trials: options.trials)
  guard !options.startsOnly else {
    return SearchReport(
      output: folder, objectives: options.objectives, trials: [], front: [], best: nil,
      notes: ["the study is in \(address.shown); the same command without --start writes the folder after it"])
  }
  _ = try work(study, bench, progress, line)
  var report = try SearchReport(bench, try study.rows(), output: folder)
  if let best = report.front.first.flatMap(report.trial) {
    report.best = try await SearchWinner(options: options, bench: bench, trial: best).result(progress)
  }
  try write(report)
  return report
}

/// Does trials of a study that is there until it ends.
package func searchWorker(
  _ options: SearchWorkerOptions, progress: Progress = .silent, line: @escaping @Sendable (String) -> Void = { _ in }
) throws(Failure) -> SearchWorkerReport {
  defer { progress.clear() }
  progress.show("opening the study")
  let address = try StudyAddress(options.study)
  let study = try Study(address, name: options.name, patience: options.patience)
  let bench = try SearchBench(options, try study.join())
  return SearchWorkerReport(study: address.shown, name: options.name, trials: try work(study, bench, progress, line))
}

/// Trials until the study has all; how many were done here.
private func work(
  _ study: Study, _ bench: SearchBench, _ progress: Progress, _ line: (String) -> Void
) throws(Failure) -> Int {
  var count = 0
  while true {
    switch try study.ask(bench.space.choices) {
    case .end: return count
    case .wait:
      progress.show("waiting for trials of other workers")
      usleep(500_000)
    case .trial(let trial):
      let title = bench.space.title(trial.labels)
      let own = progress.inside("trial \(trial.number), \(title): ")
      let result =
        if let known = trial.known ?? bench.untold(trial.labels) { known } else { try bench.result(trial, own) }
      let isKept: Bool
      do throws(Failure) {
        isKept = try study.tell(values: result.values, figures: result.figures, refused: result.refused)
      } catch {
        try bench.keepUntold(result)
        throw error
      }
      count += isKept ? 1 : 0
      let figures = zip(bench.identity.objectives, result.values ?? []).map {
        "\($0.rawValue) \(SearchReport.figure($1))"
      }
      let end = result.refused.map { "refused: \($0)" } ?? figures.joined(separator: ", ")
      line("trial \(trial.number), \(title): \(end)" + (isKept ? "" : " (another worker has this trial by now)"))
    }
  }
}

/// Makes the folder of a search, or goes on with it.
private func openFolder(_ path: String, _ space: SearchSpace) throws(Failure) -> FileLock? {
  try OutputFile.checkName(path)
  var isFolder: ObjCBool = false
  if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
    throw Failure(at: path, "this is a file; the output is a folder")
  }
  let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  guard names.isEmpty || names.contains("space.yml") else {
    throw Failure(at: path, "the folder holds what is no search", notes: ["name another folder"])
  }
  try Disk.makeFolder(path)
  let lock = try FileLock.waiting(for: path, .exclusive, patience: .seconds(2))
  if !names.contains("space.yml") { try OutputFile(path + "/space.yml").write(space.text) }
  return lock
}

private func write(_ report: SearchReport) throws(Failure) {
  guard let json = try? report.json() else { throw Failure(at: report.output, "the figures have no text form") }
  let files = [
    "search.csv": report.csv, "search.json": json + "\n", "front.svg": FrontPlot(report: report).svg,
    "README.md": report.readme,
  ]
  for (name, text) in files.sorted(by: { $0.key < $1.key }) { try OutputFile("\(report.output)/\(name)").write(text) }
}

extension SearchReport {
  init(_ bench: SearchBench, _ rows: [Study.Row], output: String) throws(Failure) {
    let objectives = bench.identity.objectives
    let trials = rows.map { row in
      Trial(
        number: row.number, choice: bench.space.title(row.labels), labels: row.labels,
        values: row.values.flatMap { $0.count == objectives.count ? $0 : nil }, figures: row.figures,
        refused: row.refused)
    }
    self.init(output: output, objectives: objectives, trials: trials, front: [], best: nil, notes: [])
    let known = distinct.compactMap { trial in trial.values.map { (trial.number, $0) } }
    let free = known.filter { one in !known.contains { Objective.dominates($0.1, one.1, objectives) } }
    let isMaximized = objectives.first?.isMaximized == true
    front = free.sorted { a, b in
      guard a.1[0] == b.1[0] else { return isMaximized ? a.1[0] > b.1[0] : a.1[0] < b.1[0] }
      return a.0 < b.0
    }.map(\.0)
    let refused = trials.count { $0.refused != nil }
    if refused > 0 { notes.append("\(refused) trials were refused; search.csv says why") }
  }
}
