import ArgumentParser
import Driver
import Support

/// How a command reports.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON object on standard output; everything else goes to standard error.")
  var json = false

  /// Shows a line of what goes on, beside the report.
  var line: @Sendable (String) -> Void {
    let stream: StandardStream = json ? .error : .output
    return { line in
      Progress.terminal.clear()
      try? stream.write("\(line)\n".shownLines)
    }
  }

  /// Prints a report; throws the exit code when it is not 0.
  func print(_ report: some Report) throws {
    Progress.terminal.clear()
    let text = json ? try report.json() : report.text.shownLines
    try StandardStream.output.write("\(text)\n")
    if report.exitCode != 0 { throw ExitCode(report.exitCode) }
  }
}
