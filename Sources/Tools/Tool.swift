import Foundation
import Subprocess
package import Support
import SystemPackage

/// An external program that was found on this machine.
package struct Tool: Sendable, Hashable {
  /// The command's name, for example `verilator`.
  package let name: String
  /// The absolute path of the executable.
  package let path: String

  /// The program of that name, looked up in the folders of `PATH`.
  ///
  /// Throws a `Failure` of kind `tool` that says how to install it when it is missing.
  package static func find(_ name: String, path: String? = nil) throws(Failure) -> Tool {
    let search = path ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in search.split(separator: ":") where folder.hasPrefix("/") {
      let candidate = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: candidate) {
        return Tool(name: name, path: candidate)
      }
    }
    throw Failure(
      .tool, at: name, "the program '\(name)' is not on this machine's PATH",
      notes: ["on Debian: apt-get install \(KnownTool.package(of: name))"])
  }

  /// A program at a path that the caller knows, for example a simulator just built.
  package init(name: String, path: String) {
    self.name = name
    self.path = path
  }

  /// Runs the program and collects what it prints, standard output and standard error together.
  ///
  /// The program has its own process group, which is killed when `limit` has passed, when it prints more than
  /// `outputLimit` bytes, when the task is cancelled, and when this process ends, however it does; its temporary folder
  /// goes with it. What it printed is also written to the file `log`, if one is named. Throws only when the program cannot be started.
  package func run(
    _ arguments: [String], in folder: String, limit: Duration, outputLimit: Int = 16 << 20,
    environment: [String: String] = [:], log: String? = nil
  ) async throws(Failure) -> ToolRun {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw Failure(.tool, at: name, "the program cannot be run", notes: ["its path is '\(path)'"])
    }
    let start = ContinuousClock.now
    let collector = OutputCollector(limit: outputLimit)
    // Compilers leave files behind when they are killed.
    let scratch = try Temporary.folder(forPrograms: true)
    defer { scratch.remove() }
    let leash = try Leash()
    defer { leash.release() }
    let places = Dictionary(uniqueKeysWithValues: ["TMPDIR", "TMP", "TEMP"].map { ($0, scratch.path) })
    let environment = places.merging(environment) { $1 }
    let ending = try await race(limit) {
      try await execute(arguments, in: folder, environment: environment, leash: leash, collector: collector)
    }
    let output = await collector.text
    if let log { try? output.write(toFile: log, atomically: false, encoding: .utf8) }
    let overflowed = await collector.overflowed
    return ToolRun(
      tool: name, ending: overflowed ? .printedTooMuch(outputLimit) : ending, output: output,
      duration: ContinuousClock.now - start, limit: limit, log: log)
  }

  private func execute(
    _ arguments: [String], in folder: String, environment: [String: String], leash: Leash, collector: OutputCollector
  ) async throws -> ToolRun.Ending {
    let updates = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
    let result = try await Subprocess.run(
      .path(FilePath(Leash.shell)), arguments: Arguments(Leash.arguments(path, arguments)),
      environment: .inherit.updating(Dictionary(uniqueKeysWithValues: updates)),
      workingDirectory: FilePath(folder), platformOptions: Self.ownGroup,
      input: .fileDescriptor(leash.end, closeAfterSpawningProcess: true), output: .sequence, error: .combinedWithOutput
    ) { execution in
      let group = execution.processIdentifier.value
      let undo = Interruption.onEnd { kill(-group, SIGKILL) }
      defer { Interruption.forget(undo) }
      for try await chunk in execution.standardOutput {
        let fits = await collector.append(chunk.withUnsafeBytes { Array($0) })
        if !fits { try? execution.send(signal: .kill, toProcessGroup: true) }
      }
    }
    switch result.terminationStatus {
    case .exited(let code): return .exited(code)
    case .signaled(let signal): return .signalled(signal)
    }
  }

  /// A process group of its own, killed at once when the task that waits for it is cancelled.
  private static var ownGroup: PlatformOptions {
    var options = PlatformOptions()
    options.processGroupID = 0
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(100))
    ]
    return options
  }

  /// The program's ending, or `timedOut` when it takes longer than `limit`.
  private func race(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> ToolRun.Ending
  ) async throws(Failure) -> ToolRun.Ending {
    do {
      return try await withThrowingTaskGroup(of: ToolRun.Ending.self) { group in
        group.addTask { try await body() }
        group.addTask {
          try await Task.sleep(for: limit)
          return .timedOut
        }
        let first = try await group.next() ?? .timedOut
        group.cancelAll()
        return first
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.tool, at: name, "the program cannot be run: \(error)", notes: ["its path is '\(path)'"])
    }
  }
}
