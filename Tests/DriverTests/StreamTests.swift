import Foundation
import TestTools
import Testing

/// A stream that takes nothing ends a command with words on the other one, and a reader that has gone quietly.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct StreamTests {
  private func shell(_ line: String) throws -> Finished {
    let command = "'\(CommandRun.executable.path)'"
    return try run("bash", ["-c", line.replacing("M ", with: command + " ")], in: URL(fileURLWithPath: "/"))
  }

  @Test(arguments: [
    "operator list", "operator list --json", "--help", "--version", "--generate-completion-script bash",
  ])
  func aFullOrClosedOutputIsSaid(arguments: String) throws {
    for (redirection, reason) in [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")] {
      let found = try shell("M \(arguments) \(redirection)")
      #expect(found.status == 3, "\(redirection): \(found.output)")
      #expect(found.output == "standard output: error: cannot be written: \(reason)\n")
    }
  }

  @Test(arguments: ["inspect /absent.onnx", "--bogus"])
  func fullOrClosedErrorsAreSaid(arguments: String) throws {
    let message = try shell("M \(arguments) 2>&1").output
    for (redirection, reason) in [("2>/dev/full", "No space left on device"), ("2>&-", "Bad file descriptor")] {
      let found = try shell("M \(arguments) \(redirection)")
      #expect(found.status == 3)
      #expect(found.output == message + "standard error: error: cannot be written: \(reason)\n")
    }
  }

  @Test func nothingToSayIsNoFailure() throws {
    #expect(try shell("M operator list >/dev/null 2>&-").status == 0)
    #expect(try shell("M operator list >/dev/null 2>/dev/full <&-").status == 0)
    #expect(try shell("M inspect /absent.onnx >&- 2>&-").status == 3)
  }

  @Test func aReaderThatHasGoneIsNone() throws {
    let found = try shell(
      "M operator list | true; echo ${PIPESTATUS[0]}; M inspect /absent.onnx 2>&1 | true; echo ${PIPESTATUS[0]}")
    #expect(found.output == "0\n2\n")
  }

  /// Files that are opened first must not take the place of a closed stream.
  @Test func aClosedStreamIsNoFile() throws {
    try withTemporaryFolder { folder in
      let plan = folder.appending(path: "list.txt").path
      let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Models/small_residual.onnx").path
      let found = try shell("M plan '\(model)' -o '\(plan)' <&- >&- 2>&-")
      #expect(found.status == 0 && found.output.isEmpty)
      let right = try shell("M plan '\(model)' 2>/dev/null")
      #expect(try String(contentsOfFile: plan, encoding: .utf8) == right.output)
    }
  }
}
