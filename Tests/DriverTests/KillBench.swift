import Foundation
import Support
import TestTools

/// A folder with a user's files and a design, in which commands are run and killed.
struct KillBench {
  private let folder: URL
  /// What every process that is started here has in its environment.
  private let mark = "mantissa-kill-\(UInt64.random(in: 0...UInt64.max))"
  private let owned: [String: String]
  /// The design's files after whole runs.
  private let designs: [[String: String]]
  private static let cycles = [400, 1000]

  init(_ folder: URL) throws {
    self.folder = folder
    let models = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Models/small_residual.onnx").path
    let made = try run(
      "bash", ["-c", "mkdir tmp cache && cp '\(models)' model.onnx && echo mine > notes.txt"], in: folder)
    guard made.status == 0 else { throw Failure(at: folder.path, made.output) }
    try Self.samples(40_000, folder)
    var designs: [[String: String]] = []
    for cycles in Self.cycles {
      _ = try Self.finish(
        "$M compile model.onnx --calibrate random -o design --force --target-cycles \(cycles)", folder, mark)
      designs.append(try Self.digests(folder.appending(path: "design"), but: ["notes.txt", "build"]))
    }
    try "mine".write(to: folder.appending(path: "design/notes.txt"), atomically: true, encoding: .utf8)
    self.designs = designs
    owned = try Self.digests(folder, but: Self.notOwned)
  }

  private static let notOwned = ["tmp", "cache", "synthesis", "own.state", "own.json", "own.md"]

  /// Inputs and labels for `evaluate`.
  private static func samples(_ count: Int, _ folder: URL) throws {
    let shape = inputShape
    var random = SplitMix64(seed: 1)
    let size = shape.reduce(1, *)
    let pixels = (0..<count * size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let axes = ([count] + shape).map(String.init).joined(separator: ", ")
    func write(_ name: String, _ shape: String, _ elements: [UInt8]) throws {
      try Data(DataFiles.npy("|u1", shape: shape, elements: elements)).write(to: folder.appending(path: name))
    }
    try write("images.npy", "(\(axes))", pixels)
    try write("labels.npy", "(\(count),)", [UInt8](repeating: 0, count: count))
  }

  /// That of small_residual.onnx.
  private static let inputShape = [1, 6, 6]

  private static func process(_ line: String, _ folder: URL, _ mark: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "M='\(CommandRun.executable.path)'; exec \(line) > tmp.log 2>&1"]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging([
      "MANTISSA_MARK": mark, "TMPDIR": folder.path + "/tmp", "XDG_CACHE_HOME": folder.path + "/cache",
    ]) { $1 }
    try process.run()
    return process
  }

  private static func finish(_ line: String, _ folder: URL, _ mark: String) throws -> Double {
    let start = ContinuousClock.now
    let process = try process(line, folder, mark)
    process.waitUntilExit()
    let log = folder.appending(path: "tmp.log")
    defer { try? FileManager.default.removeItem(at: log) }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failure(at: line, try String(contentsOf: log, encoding: .utf8))
    }
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// Seconds of a whole run.
  func complete(_ ready: String, _ line: String) throws -> Double {
    _ = try run("bash", ["-c", ready], in: folder)
    return try Self.finish(line.replacing("$CYCLES", with: "\(Self.cycles[1])"), folder, mark)
  }

  /// Whether the command was still running when it was killed.
  func kill(_ ready: String, _ line: String, round: Int, after seconds: Double, by signal: Int32) throws -> Bool {
    _ = try run("bash", ["-c", ready], in: folder)
    let cycles = Self.cycles[round % Self.cycles.count]
    let process = try Self.process(line.replacing("$CYCLES", with: "\(cycles)"), folder, mark)
    usleep(UInt32(seconds * 1e6))
    Foundation.kill(process.processIdentifier, signal)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder.appending(path: "tmp.log"))
    return process.terminationReason == .uncaughtSignal
  }

  /// Command lines of what still runs; they have a moment to go.
  func processes() throws -> [String] {
    for _ in 0..<500 where !Self.running(mark).isEmpty { usleep(20_000) }
    return Self.running(mark)
  }

  private static func running(_ mark: String) -> [String] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
    return numbers.compactMap { number in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ"),
        environment.range(of: Data(mark.utf8)) != nil
      else { return nil }
      let line = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
      return String(decoding: line, as: UTF8.self).replacing("\0", with: " ")
    }
  }

  /// What is left after the next runs, of which one only looks and one writes where the killed one did.
  func leftovers() throws -> [String] {
    _ = try Self.finish("$M plan model.onnx", folder, mark)
    _ = try Self.finish("$M plan model.onnx --force -o tmp/plan.yml", folder, mark)
    try FileManager.default.removeItem(at: folder.appending(path: "tmp/plan.yml"))
    _ = try Self.finish("$M plan model.onnx --force -o own.md", folder, mark)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.filter { $0.hasPrefix("tmp/") || $0.contains("/.mantissa") || $0.hasPrefix(".") }
  }

  /// Files of the user's that are not as they were.
  func lost() throws -> [String] {
    let now = try Self.digests(folder, but: Self.notOwned)
    return owned.keys.filter { !$0.hasPrefix("design/") || $0.hasSuffix("notes.txt") }.filter { now[$0] != owned[$0] }
  }

  /// Whether the design is that of one run.
  func isWhole() throws -> Bool {
    designs.contains(try Self.digests(folder.appending(path: "design"), but: ["notes.txt", "build"]))
  }

  private static func digests(_ folder: URL, but left: [String]) throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    where !left.contains(String(path.split(separator: "/")[0])) {
      guard let data = FileManager.default.contents(atPath: folder.appending(path: path).path) else { continue }
      found[path] = SHA256.hex(of: Array(data))
    }
    return found
  }
}
