import ArgumentParser
import Driver

struct OperatorSynthesiseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesise", abstract: "Area, delay and energy of the operators, beside the best public hardware.",
    discussion: """
      Needs Yosys, and runs two of it. LUTs are those of Xilinx 7 series; area, delay and energy need a Liberty file.
      Figures are kept by the content of what they depend on, so that a run that was stopped goes on where it was.

      Examples:
        mantissa operator synthesise --only PLAM
        mantissa operator synthesise --liberty cells.lib.gz -o operators.md
        mantissa operator synthesise --liberty cells.lib --vectors 0 --only fp16 --json
      """)

  @Option(
    help: ArgumentHelp("A Liberty file, plain or gzipped.", valueName: "file"), completion: .file(extensions: ["lib"]))
  var liberty: String?

  @Option(help: ArgumentHelp("Only operators with this in their names; may be given again.", valueName: "word"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Operations of an energy measurement; 0 for none.", valueName: "n"))
  var vectors = 1000

  @Option(name: [.short, .long], help: ArgumentHelp("Write the table as Markdown.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Write the ratios that the papers state, too.", valueName: "file"))
  var comparisons: String?

  @Option(help: ArgumentHelp("Where figures are kept.", valueName: "folder"))
  var cache = ".build/synthesis"

  @OptionGroup var report: OutputOptions

  func validate() throws {
    guard (0...1_000_000).contains(vectors) else {
      throw ValidationError("--vectors is \(vectors); 0 to 1000000 are possible")
    }
  }

  func run() async throws {
    let request = OperatorSynthesisRequest(
      liberty: liberty, only: only, vectors: vectors, output: output, comparisons: comparisons, cache: cache)
    try report.print(try await synthesiseOperators(request, progress: .terminal))
  }
}
