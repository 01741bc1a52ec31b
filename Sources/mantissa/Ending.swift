import ArgumentParser
import Foundation
import Support

/// How an error ends the command.
enum Ending {
  /// Says what the error means and gives the exit code.
  ///
  /// What one stream does not take is said on the other.
  static func of(_ error: any Error) -> Int32 {
    // What failed because a signal is ending the process is no failure.
    Interruption.apart {}
    // Help and versions are 'errors' that succeed, and the only ones for standard output.
    let isAnswer = Mantissa.exitCode(for: error) == .success
    let (text, code) = message(error)
    guard !text.isEmpty else { return code }
    do {
      try (isAnswer ? StandardStream.output : .error).write(text + "\n")
      return code
    } catch {
      try? (isAnswer ? StandardStream.error : .output).write((isAnswer ? "" : text + "\n") + "\(error)\n")
      return error.kind.rawValue
    }
  }

  private static func message(_ error: any Error) -> (text: String, code: Int32) {
    if let failure = error as? Failure { return (failure.description, failure.kind.rawValue) }
    if let code = error as? ExitCode { return ("", code.rawValue) }
    let isAnswer = Mantissa.exitCode(for: error) == .success
    return (Mantissa.fullMessage(for: error).shownLines, isAnswer ? 0 : Failure.Kind.input.rawValue)
  }

  /// Ends the process.
  static func leave(with code: Int32) -> Never { exit(code) }
}
