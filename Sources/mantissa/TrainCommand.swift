import ArgumentParser
import Driver
import Support

struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network in the number systems that a plan gives it.",
    discussion: """
      Every epoch the golden model classifies images that training does not see, so the accuracy that is printed is that
      of the hardware. The folder then holds a model and a plan that compile to just those codes.

      Examples:
        mantissa network lenet5 -o lenet5.onnx
        mantissa train lenet5.onnx --images train.gz --labels labels.gz -o build/lenet5
        mantissa train lenet5.onnx --plan ternary.yml --recipe recipe.yml --images train.gz --labels labels.gz \\
          --test-images test.gz --test-labels test-labels.gz -o build/ternary
        mantissa compile build/ternary/model.onnx --plan build/ternary/plan.yml -o build/hardware
      """)

  @Argument(help: "The ONNX file.", completion: .file(extensions: ["onnx"]))
  var model: String

  @Option(help: "The plan's file; 8-bit fixed point in every layer when there is none.", completion: .file())
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "A letter for each layer with weights: 'f' as the plan says, 't' ternary, 'b' binary.", valueName: "ftttf"))
  var word: String?

  @Option(
    help: "The recipe's file, or the name of a recipe (\(trainingRecipes)); Adam for 10 epochs when there is none.",
    completion: .file())
  var recipe: String?

  @Option(help: "The inputs to learn from (IDX, .gz, .npy).", completion: .file())
  var images: String

  @Option(
    help:
      "Their labels: an integer from 0 an input, or numbers (.npy); none where the recipe's targets are the inputs.",
    completion: .file())
  var labels: String?

  @Option(help: ArgumentHelp("Use at most so many of them.", valueName: "n"))
  var limit: Int?

  @Option(help: "Inputs that are looked at once, at the end.", completion: .file())
  var testImages: String?

  @Option(help: "Their labels.", completion: .file())
  var testLabels: String?

  @Option(name: [.short, .long], help: "The folder to write.")
  var output: String

  @Flag(help: "Start from drawn weights, not from the file's.")
  var fresh = false

  @Flag(help: "Go on from the folder's checkpoint.")
  var resume = false

  @Flag(help: "Start again where the folder has something already.")
  var force = false

  @Option(help: "Then train as many epochs without the recipe's descent, in the folder's 'direct', to compare.")
  var baseline: Baseline?

  /// What a training is compared with.
  enum Baseline: String, ExpressibleByArgument, CaseIterable { case direct }

  @OptionGroup var report: OutputOptions

  func validate() throws {
    try requirePositive(limit, "--limit")
    if resume, force { throw ValidationError("--resume goes on and --force starts again; give one of them") }
  }

  func run() async throws {
    let options = TrainOptions(
      model: model, plan: plan, word: word, recipe: recipe, images: images, labels: labels, limit: limit,
      testImages: testImages,
      testLabels: testLabels, output: output, isFresh: fresh, resumes: resume, replacing: force,
      hasBaseline: baseline != nil)
    try report.print(try train(options, progress: .terminal, line: report.line))
  }
}
