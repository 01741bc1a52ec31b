import ArgumentParser
import Driver

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say which tools are on this machine and how to install the others.",
    discussion: """
      Example:
        mantissa doctor
        mantissa doctor --json

      The exit code is 3 when a tool is missing that some command needs.
      """)

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try output.print(await Doctor.examine())
  }
}
