import ArgumentParser
import Driver
import Search
import Support
import Synthesis

/// The searches: `search MODEL ...` and `search worker MODEL ...`.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Search number systems by Bayesian optimisation, judged by the golden model.",
    discussion: """
      Examples:
        mantissa search lenet5.onnx --space words --objective asb --trials 60 --images train.gz --labels labels.gz \\
          --recipe short.yml --retrain long.yml --test-images test.gz --test-labels test-labels.gz -o build/words
        mantissa search lenet5.onnx --space space.yml --objective accuracy,luts --trials 100 --no-training \\
          --images train.gz --labels labels.gz -o build/front
        mantissa search worker lenet5.onnx --study build/front/study.db --images train.gz --labels labels.gz

      'mantissa search run --help' and 'mantissa search worker --help' list the options.
      """,
    subcommands: [SearchRunCommand.self, SearchWorkerCommand.self], defaultSubcommand: SearchRunCommand.self)
}

/// What a search and its workers share.
struct SearchInputs: ParsableArguments {
  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(help: "Labelled inputs (IDX, .gz, .npy), of which the recipe's share validates.", completion: .file())
  var images: String

  @Option(help: "Their class labels: one integer from 0 an input.", completion: .file())
  var labels: String

  @Option(help: "The study's name, where its storage has several.")
  var name = "search"

  @Option(help: ArgumentHelp("Wait so long for a storage that is locked or away.", valueName: "seconds"))
  var patience = 60

  func validate() throws {
    guard 1...86_400 ~= patience else { throw ValidationError("--patience is 1 to 86400 seconds") }
  }
}

struct SearchRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Start a search or go on with it, and write what it found.")

  @OptionGroup var inputs: SearchInputs

  @Option(help: ArgumentHelp("The space's file; or 'words', 'words:tb': letters of weight layers.", valueName: "space"))
  var space: String

  @Option(
    help: ArgumentHelp(
      "One or more of \(Objective.allCases.map(\.rawValue).joined(separator: ", ")), with commas between.",
      valueName: "names"))
  var objective: String

  @Option(help: ArgumentHelp("The search ends with so many finished trials, earlier ones included.", valueName: "n"))
  var trials: Int

  @Option(help: "The plan under the space; 8-bit fixed point in every layer when there is none.", completion: .file())
  var plan: String?

  @Option(help: "The recipe by which each trial trains.", completion: .file())
  var recipe: String?

  @Option(help: ArgumentHelp("Use at most so many inputs.", valueName: "n"))
  var limit: Int?

  @Flag(name: .customLong("no-training"), help: "Trials quantize the file's weights and do not train.")
  var noTraining = false

  @Option(help: "Train the best by this recipe at the end.", completion: .file())
  var retrain: String?

  @Flag(help: "Compile the best and compare its simulated Verilog with the golden model.")
  var verify = false

  @Option(help: "Inputs that the best classifies once, at the end.", completion: .file())
  var testImages: String?

  @Option(help: "Their class labels.", completion: .file())
  var testLabels: String?

  @Option(help: "The family of FPGAs that is estimated: \(Device.names).")
  var target = Device.xc7

  @Option(
    help: ArgumentHelp(
      "Where the study is kept: PATH.db (SQLite), journal:PATH, postgresql://... or mysql://...; 'study.db' in the folder "
        + "when not given.", valueName: "address"))
  var study: String?

  @Flag(help: "Make the study for workers, and do no trial.")
  var start = false

  @Option(help: "What the sampler draws from.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Give the trial of a worker that is silent for so long to another.", valueName: "seconds"))
  var lease = 120

  @Option(name: [.short, .long], help: "The folder to write.")
  var output: String

  @OptionGroup var report: OutputOptions

  func validate() throws {
    guard Objective.list(objective) != nil else {
      throw ValidationError(
        "--objective takes some of \(Objective.allCases.map(\.rawValue).joined(separator: ", ")), with commas between")
    }
    try requirePositive(trials, "--trials")
    try requirePositive(limit, "--limit")
    guard 2...86_400 ~= lease else { throw ValidationError("--lease is 2 to 86400 seconds") }
    if (testImages == nil) != (testLabels == nil) {
      throw ValidationError("--test-images and --test-labels go together")
    }
  }

  func run() async throws {
    var options = SearchOptions(
      model: inputs.model, space: space, objectives: Objective.list(objective) ?? [], trials: trials,
      images: inputs.images, labels: inputs.labels, output: output)
    (options.plan, options.recipe, options.trains, options.limit) = (plan, recipe, !noTraining, limit)
    (options.testImages, options.testLabels) = (testImages, testLabels)
    (options.retrain, options.verifies, options.target) = (retrain, verify, target)
    (options.study, options.name, options.patience) = (study, inputs.name, inputs.patience)
    (options.seed, options.lease, options.startsOnly) = (seed, lease, start)
    try report.print(try await search(options, progress: .terminal, line: report.line))
  }
}

struct SearchWorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Do trials of a study that was started, from any machine.",
    discussion: """
      The study holds space, objectives, plan and recipe; the files are told by their digests. It ends when the study has
      all of its trials.

      Example:
        mantissa search worker lenet5.onnx --study journal:/shared/study.log --images train.gz --labels labels.gz
      """)

  @OptionGroup var inputs: SearchInputs

  @Option(
    help: ArgumentHelp(
      "Where the study is kept: PATH.db (SQLite), journal:PATH, postgresql://... or mysql://...", valueName: "address"))
  var study: String

  @Option(name: [.short, .long], help: "A folder that keeps what its trials trained.")
  var output: String?

  @OptionGroup var report: OutputOptions

  func run() async throws {
    let options = SearchWorkerOptions(
      model: inputs.model, images: inputs.images, labels: inputs.labels, study: study, name: inputs.name,
      patience: inputs.patience, output: output)
    try report.print(try searchWorker(options, progress: .terminal, line: report.line))
  }
}
