import ArgumentParser
import Driver
import Support

/// How a command reports.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print one JSON object on standard output; everything else goes to standard error.")
  var json = false

  /// Prints a report; throws the exit code when it is not 0.
  func print(_ report: some Report) throws {
    Progress.terminal.clear()
    let text = json ? try report.json() : report.text.shownLines
    try StandardStream.output.write("\(text)\n")
    if report.exitCode != 0 { throw ExitCode(report.exitCode) }
  }
}
