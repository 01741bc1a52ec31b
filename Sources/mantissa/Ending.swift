import ArgumentParser
import Foundation
import Support

/// How an error ends the command.
enum Ending {
  /// Prints what the error says and gives the exit code that it means.
  static func of(_ error: any Error) -> Int32 {
    if let failure = error as? Failure {
      write(failure.description)
      return failure.kind.rawValue
    }
    if let code = error as? ExitCode { return code.rawValue }
    // Help and versions are 'errors' that succeed.
    if Mantissa.exitCode(for: error) == .success { Mantissa.exit(withError: error) }
    write(Mantissa.fullMessage(for: error))
    return Failure.Kind.input.rawValue
  }

  /// Ends the process.
  static func leave(with code: Int32) -> Never { exit(code) }

  static func write(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}
