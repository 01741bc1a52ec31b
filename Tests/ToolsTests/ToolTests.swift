import Foundation
import Support
import Testing
import Tools

@Suite struct ToolTests {
  let shell = Tool(name: "sh", path: "/bin/sh")

  @Test func collectsBothStreamsAndTheExitCode() async throws {
    let run = try await shell.run(["-c", "echo out; echo err >&2; exit 3"], in: "/", limit: .seconds(10))
    #expect(run.ending == .exited(3))
    #expect(run.output.contains("out\n") && run.output.contains("err\n"))
    let failure = #expect(throws: Failure.self) { try run.checked("the test") }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("the test failed with exit code 3") == true)
    #expect(failure?.description.contains("  err") == true)
  }

  @Test func stopsTheWholeProcessGroupAtTheTimeLimit() async throws {
    let mark = "mantissa-test-\(UInt64.random(in: 0...UInt64.max))"
    let script = "echo started; (exec -a \(mark) sleep 30) & (exec -a \(mark) sleep 30); wait"
    let bash = Tool(name: "bash", path: "/bin/bash")
    let run = try await bash.run(["-c", script], in: "/", limit: .milliseconds(500))
    #expect(run.ending == .timedOut)
    #expect(run.seconds < 25)
    #expect(run.output == "started\n")
    #expect(throws: Failure.self) { try run.checked("the simulator") }
    // Killed ones leave the process table when the machine gets to it; none would leave it within 30 s by itself.
    for _ in 0..<100 where Self.processes(named: mark) > 0 { try await Task.sleep(for: .milliseconds(100)) }
    #expect(Self.processes(named: mark) == 0)
  }

  @Test func reportsACrash() async throws {
    let run = try await shell.run(["-c", "echo last words; kill -SEGV $$"], in: "/", limit: .seconds(10))
    #expect(run.ending == .signalled(11))
    let failure = #expect(throws: Failure.self) { try run.checked("the simulator") }
    #expect(failure?.description.contains("crashed with signal 11") == true)
    #expect(failure?.description.contains("last words") == true)
  }

  @Test func stopsAProgramThatPrintsWithoutEnd() async throws {
    let run = try await shell.run(["-c", "yes"], in: "/", limit: .seconds(20), outputLimit: 100_000)
    #expect(run.ending == .printedTooMuch(100_000))
    #expect(run.output.utf8.count == 100_000)
  }

  @Test func hangsAfterClosingItsOutput() async throws {
    let run = try await shell.run(["-c", "exec >&- 2>&-; sleep 30"], in: "/", limit: .milliseconds(500))
    #expect(run.ending == .timedOut)
    #expect(run.seconds < 25)
  }

  @Test func leavesNoProgramAndNoFileBehind() async throws {
    let mark = "mantissa-test-\(UInt64.random(in: 0...UInt64.max))"
    let bash = Tool(name: "bash", path: "/bin/bash")
    let script = "echo text > $TMPDIR/file; echo $TMPDIR; (exec -a \(mark) sleep 30 >/dev/null 2>&1) & cat"
    let run = try await bash.run(["-c", script], in: "/", limit: .seconds(20))
    #expect(run.succeeded)
    #expect(run.output.contains("mantissa-"))
    #expect(!FileManager.default.fileExists(atPath: run.output.trimmingCharacters(in: .whitespacesAndNewlines)))
    for _ in 0..<100 where Self.processes(named: mark) > 0 { try await Task.sleep(for: .milliseconds(100)) }
    #expect(Self.processes(named: mark) == 0)
  }

  @Test func waitsForNoProgramThatLeftItsGroup() async throws {
    let run = try await shell.run(["-c", "setsid sleep 15 & sleep 30"], in: "/", limit: .milliseconds(500))
    #expect(run.ending == .timedOut)
    #expect(run.seconds < 12)
  }

  @Test(arguments: [
    ("exit 1", "failed with exit code 1"), ("exit 0", "prints no version"), ("sleep 30", "did not finish"),
  ])
  func noticesAToolThatDoesNotWork(script: String, message: String) async throws {
    let folder = try Temporary.folder()
    defer { folder.remove() }
    try Disk.write("#!/bin/sh\n\(script)\n".utf8, to: folder.path + "/verilator", mode: 0o755)
    let tool = try Tool.find("verilator", path: folder.path)
    let failure = await #expect(throws: Failure.self) {
      try await KnownTool.named("verilator").versionText(tool, limit: .milliseconds(500))
    }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
  }

  @Test func writesTheLogAndUsesFolderAndEnvironment() async throws {
    let folder = NSTemporaryDirectory() + "mantissa-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = try await shell.run(
      ["-c", "pwd; echo $WORD"], in: folder, limit: .seconds(10), environment: ["WORD": "seven"],
      log: folder + "/log.txt")
    #expect(run.succeeded)
    #expect(run.output.hasSuffix("\nseven\n"))
    #expect(try String(contentsOfFile: folder + "/log.txt", encoding: .utf8) == run.output)
  }

  @Test func namesThePackageOfAMissingTool() throws {
    let failure = #expect(throws: Failure.self) { try Tool.find("verilator", path: "/nowhere:relative") }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("apt-get install verilator") == true)
  }

  @Test func refusesAProgramThatCannotStart() async throws {
    let absent = Tool(name: "absent", path: "/nowhere/absent")
    await #expect(throws: Failure.self) { try await absent.run([], in: "/", limit: .seconds(5)) }
    await #expect(throws: Failure.self) { try await shell.run([], in: "/nowhere", limit: .seconds(5)) }
  }

  @Test(arguments: ["verilator", "iverilog", "vvp", "yosys", "g++", "make"])
  func findsVersions(of name: String) async throws {
    let tool = try #require(KnownTool.all.first { $0.name == name })
    let version = try await tool.version(Tool.find(name))
    #expect(version.first?.isNumber == true)
  }

  /// Processes of this machine whose first argument is `name`, zombies left out.
  static func processes(named name: String) -> Int {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return folders.count { folder in
      let line = FileManager.default.contents(atPath: "/proc/\(folder)/cmdline") ?? Data()
      return Int(folder) != nil && String(decoding: line, as: UTF8.self).hasPrefix(name)
    }
  }
}
