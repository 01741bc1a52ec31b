import Foundation
import Search
import Support
import TestTools
import Testing

@testable import Driver

/// A small network with labelled images, and searches of it that take no time.
struct SearchPlace {
  let work: TrainTests.Workplace

  /// The Python with Optuna, which `make setup-training` makes.
  static let python = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: ".build/training/bin/python3").path
  static let absence: Comment = "Optuna is not installed; 'make setup-training' does it"
  static let hasOptuna: Bool = {
    guard FileManager.default.isExecutableFile(atPath: python) else { return false }
    setenv("MANTISSA_PYTHON", python, 1)
    return true
  }()

  init() throws { work = try TrainTests.Workplace("mlp:36-12-8-3", count: 120) }

  func path(_ name: String) -> String { work.path(name) }

  func remove() { work.remove() }

  func options(
    _ trials: Int, space: String = "words", objectives: [Objective] = [.asb], to output: String = "out"
  ) throws -> SearchOptions {
    var options = SearchOptions(
      model: path("net.onnx"), space: space, objectives: objectives, trials: trials, images: path("images.idx"),
      labels: path("labels.idx"), output: path(output))
    options.plan = try work.write("plan.yml", "defaults: {weights: fp16}\n")
    (options.trains, options.lease, options.patience) = (false, 2, 20)
    return options
  }

  /// The command's arguments for the same.
  func arguments(_ options: SearchOptions, study: String) -> [String] {
    [
      "search", options.model, "--space", options.space, "--objective",
      options.objectives.map(\.rawValue).joined(separator: ","), "--trials", "\(options.trials)", "--images",
      options.images, "--labels", options.labels, "--plan", options.plan ?? "", "--no-training", "--lease", "2",
      "--patience", "20", "--study", study, "-o", options.output, "--json",
    ]
  }

  func worker(study: String) -> [String] {
    [
      "search", "worker", path("net.onnx"), "--images", path("images.idx"), "--labels", path("labels.idx"), "--study",
      study, "--json",
    ]
  }

  /// What a search is refused with; empty where it is not.
  func message(_ options: SearchOptions) async -> String {
    do {
      _ = try await search(options)
      return ""
    } catch { return "\(error)" }
  }

  /// Trials without what no two runs have in common.
  static func essence(_ report: SearchReport) -> [String] {
    report.trials.map { trial in
      "\(trial.number) \(trial.choice) \(trial.figures.filter { $0.key != "seconds" }.sorted { $0.key < $1.key })"
    }
  }
}

/// Where studies are kept in tests.
enum StudyStorage: String, CaseIterable, CustomTestStringConvertible {
  case sqlite, journal, postgresql

  var testDescription: String { rawValue }

  static var here: [StudyStorage] { allCases.filter { $0 != .postgresql || PostgresServer.isInstalled } }

  /// Calls `body` with an address of one.
  func use<Result>(_ place: SearchPlace, _ body: (String) async throws -> Result) async throws -> Result {
    switch self {
    case .sqlite: return try await body(place.path("study.db"))
    case .journal: return try await body("journal:" + place.path("study.log"))
    case .postgresql:
      let server = try PostgresServer()
      defer { server.stop() }
      return try await body(server.address)
    }
  }
}

/// Debian's PostgreSQL in a folder of its own, on loopback, as a user without rights.
struct PostgresServer {
  private let folder: URL
  let address: String
  static let password = "geheim%20nis"

  private static let programs = "/usr/lib/postgresql"
  private static var bin: String? {
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: programs)) ?? []
    return versions.sorted().last.map { "\(programs)/\($0)/bin" }
  }
  static var isInstalled: Bool {
    bin.map { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") } == true
  }

  init() throws {
    folder = URL(fileURLWithPath: "/tmp/mantissa-pg-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let port = Int.random(in: 20_000..<30_000)
    address = "postgresql://mantissa:\(Self.password)@127.0.0.1:\(port)/postgres"
    if getuid() == 0 { _ = try run("chown", ["nobody", folder.path], in: folder) }
    try ask("initdb", ["-D", "data", "-A", "trust", "-U", "mantissa", "--no-sync", "-E", "UTF8", "--locale=C"])
    let options = "-k \(folder.path) -p \(port) -c listen_addresses=127.0.0.1 -c fsync=off"
    try ask("pg_ctl", ["-D", "data", "-l", "log", "-w", "-o", options, "start"])
  }

  private func ask(_ program: String, _ arguments: [String]) throws {
    let path = "\(Self.bin ?? "")/\(program)"
    let (name, all) = getuid() == 0 ? ("runuser", ["-u", "nobody", "--", path] + arguments) : (path, arguments)
    // A server that kept what it is given beside its three streams would seem to be the program that is waited for.
    let closed = #"for f in /proc/self/fd/*; do n=${f##*/}; [ $n -le 2 ] || eval "exec $n>&-"; done; exec "$@""#
    let found = try run("bash", ["-c", closed, "bash", name] + all, in: folder)
    try #require(found.status == 0, "\(found.output)")
  }

  func stop() {
    try? ask("pg_ctl", ["-D", "data", "-m", "immediate", "stop"])
    try? FileManager.default.removeItem(at: folder)
  }
}
