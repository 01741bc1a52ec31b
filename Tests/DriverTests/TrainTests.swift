import Arithmetic
import Foundation
import NetworkIR
import QuantizedIR
import Support
import TestTools
import Testing
import Training

@testable import Driver

/// Trainings from files to a folder.
@Suite struct TrainTests {
  /// A folder with images of three classes, each bright in columns of its own, and an untrained network.
  struct Workplace {
    let folder: URL
    static let image = Shape(height: 6, width: 6, channels: 1)

    init(_ network: String = "mlp:36-12-3", count: Int = 240) throws {
      folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-train-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try writeNetwork(network, to: path("net.onnx"), seed: 5, image: Self.image, replacing: false)
      try write(images: "images.idx", labels: "labels.idx", count: count, seed: 51)
      try write(images: "test.idx", labels: "test-labels.idx", count: 90, seed: 52)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func write(images: String, labels: String, count: Int, seed: UInt64, classes: Int = 3) throws {
      var random = SplitMix64(seed: seed)
      let classes = (0..<count).map { _ in UInt8.random(in: 0..<UInt8(classes), using: &random) }
      let pixels = classes.flatMap { label in
        (0..<36).map { place in
          UInt8((place % 6 / 2 == Int(label) ? 150 : 70) + Int.random(in: -70...70, using: &random))
        }
      }
      try Data(DataFiles.idx(shape: [count, 6, 6], elements: pixels)).write(to: folder.appending(path: images))
      try Data(DataFiles.idx(shape: [count], elements: classes)).write(to: folder.appending(path: labels))
    }

    func write(_ name: String, _ text: String) throws -> String {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      return path(name)
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func options(plan: String? = nil, recipe: String = "epochs: 4\nbatch: 20\n", to output: String = "out") throws
      -> TrainOptions
    {
      TrainOptions(
        model: path("net.onnx"), plan: try plan.map { try write("plan.yml", $0) },
        recipe: try write("recipe.yml", recipe),
        images: path("images.idx"), labels: path("labels.idx"), testImages: path("test.idx"),
        testLabels: path("test-labels.idx"), output: path(output))
    }
  }

  static let plans = [
    "{}", "defaults: {weights: ternary}", "defaults: {weights: binary, activations: 'ufixed<4>'}",
    "defaults: {weights: 'posit<8,0>', activations: 'posit<8,0>'}\ninput: {format: 'posit<8,0>', scale: 0.00392156862745098}",
    "defaults: {weights: 'float<4,3>', activations: bf16}\ninput: {format: bf16, scale: 0.00392156862745098}",
    "output: argmax", "defaults: {multiplier: mitchell}",
    "defaults: {multiplier: 'mitchell-w<4>', weights: 'fixed<6>'}",
    "defaults: {weights: 'posit<8,1>', activations: 'posit<8,1>', multiplier: plam}\ninput: {format: 'posit<8,1>', scale: 0.00392156862745098}",
    "defaults: {weights: fp16, activations: fp16, accumulator: rounded}\ninput: {format: fp16, scale: 0.00392156862745098}",
  ]

  /// What the folder's files compile to gives the codes that the training was judged by, bit for bit.
  @Test(arguments: plans) func theFolderCompilesToTheCodesOfTheLastValidation(_ plan: String) throws {
    try compiles(plan, "epochs: 4\nbatch: 20\n")
  }

  /// The same where training decides scales.
  @Test(arguments: [
    ("lsq, activations: lsq", "defaults: {weights: 'fixed<3>', activations: 'ufixed<4>'}"),
    ("lsq, activations: lsq", "defaults: {weights: ternary}\nlayers: {fc2: {weights: binary}}\noutput: argmax"),
    ("lsq", "defaults: {weights: 'fixed<6>', multiplier: 'mitchell-w<4>'}"),
    ("dorefa, activations: dorefa", "defaults: {weights: 'fixed<3>', activations: 'ufixed<2>'}"),
    ("dorefa", "defaults: {weights: binary}"),
  ]) func theFolderCompilesWithTheScalesOfTraining(_ rules: String, _ plan: String) throws {
    let place = try compiles(
      plan, "epochs: 4\nbatch: 20\noptimizer: {rate: 0.01}\naverage: 0.5\nquantizers: {weights: \(rules)}\n")
    #expect(place.contains("weight-scale: "))
  }

  @discardableResult
  private func compiles(_ plan: String, _ recipe: String) throws -> String {
    let place = try Workplace()
    defer { place.remove() }
    let options = try place.options(plan: plan, recipe: recipe)
    let report = try train(options)
    let front = try FrontEnd(
      model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), calibration: nil, samples: 512)
    let set = try LabelledSet(
      images: options.images, .classes(place.path("labels.idx")), outputs: 3, feed: front.feed)
    let recipe = try RecipeReader.read(path: place.path("out/recipe.yml"))
    let validation = TrainingSet.split(set.count, recipe).validation
    let score = GoldenScore(front.quantized, set.codes(of: validation), count: validation.count, order: nil)
    #expect(score.digest == report.validationCodes)
    #expect(score.figure(set.targets(of: validation)) == report.validation.accuracy)
    #expect(report.validationImages == 24 && report.trainingImages == 216)
    #expect(report.validation.accuracy ?? 0 >= report.epochs[0].validation)
    for layer in report.epochs.flatMap(\.layers) where layer.format == "ternary" {
      #expect(layer.zeros > 0 && layer.zeros < 1 && layer.clipped == nil)
    }
    #expect(report.epochs.allSatisfy { $0.layers.map(\.count) == [432, 36] })
    #expect(report.epochs.last?.loss ?? 9 < report.epochs[1].loss)
    #expect(FileManager.default.fileExists(atPath: place.path("out/curves.svg")))
    #expect(
      FileManager.default.fileExists(atPath: place.path("out/latent.onnx")) == (recipe.weightQuantizer == .dorefa))
    return try String(contentsOfFile: place.path("out/plan.yml"), encoding: .utf8)
  }

  /// A short training from a fixed seed; its classes lie so far apart that sums in another order change no image's.
  @Test func aShortTrainingReachesItsAccuracy() throws {
    let place = try Workplace()
    defer { place.remove() }
    let report = try train(try place.options(recipe: "epochs: 8\nbatch: 20\noptimizer: {rate: 0.01}\n"))
    #expect(report.testImages == 90)
    #expect(report.test?.accuracy == 1)
    #expect(report.validation.accuracy == 1)
    #expect(report.epochs[0].validation < 0.6)
  }

  /// Without a plan the hardware has the recipe's one format.
  @Test func trainingsInOneFormatCompileToIt() throws {
    let place = try Workplace()
    defer { place.remove() }
    let options = try place.options(
      recipe: "epochs: 8\nbatch: 20\nnumbers: 'posit<12,1>'\noptimizer: {kind: sgd, rate: 0.05}\n")
    let report = try train(options)
    #expect(report.test?.accuracy ?? 0 > 0.95)
    let front = try FrontEnd(
      model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), calibration: nil, samples: 512)
    #expect(front.quantized.nodes.allSatisfy { $0.type.format.description == "posit<12,1>" })
    let set = try LabelledSet(
      images: options.images, .classes(place.path("labels.idx")), outputs: 3, feed: front.feed)
    let validation = TrainingSet.split(set.count, try RecipeReader.read(path: place.path("out/recipe.yml"))).validation
    let score = GoldenScore(front.quantized, set.codes(of: validation), count: validation.count, order: nil)
    #expect(score.digest == report.validationCodes)
  }

  /// Half circles that a network tells apart where nothing is added to them.
  @Test func generatedDataIsReadBack() throws {
    let place = try Workplace()
    defer { place.remove() }
    try writeDataSet("two-moons", samples: 200, noise: 0, seed: 3, to: place.path("moons"), replacing: false)
    let (inputs, labels) = (place.path("moons/inputs.npy"), place.path("moons/labels.npy"))
    let samples = try Samples.read(inputs)
    #expect(samples.shape == [2] && samples.count == 200)
    let points = samples.floats(of: 0..<200)
    for (index, label) in try Samples.labels(labels).enumerated() {
      let (x, y) = (points[2 * index], points[2 * index + 1])
      let (dx, dy) = label == 0 ? (x, y) : (1 - x, 0.5 - y)
      #expect(label == index % 2 && dy >= 0 && (dx * dx + dy * dy - 1).magnitude < 1e-6)
    }
    for (name, message) in [("two-moons", "is there already"), ("moons", "is no data set")] {
      let failure = #expect(throws: Failure.self) {
        try writeDataSet(name, samples: 2, noise: 0, seed: 3, to: place.path("moons"), replacing: false)
      }
      #expect(failure?.description.contains(message) == true)
    }
  }

  @Test func equalRunsWriteEqualBits() throws {
    let place = try Workplace("mlp:36-12-8-3")
    defer { place.remove() }
    let recipe = "epochs: 2\nbatch: 50\naugment: {shift: 1, flip: true}\ndropout: 0.2\naverage: 0.9\nkeep: last\n"
    for output in ["a", "b"] { _ = try train(try place.options(recipe: recipe, to: output)) }
    #expect(try place.bytes("a/model.onnx") == place.bytes("b/model.onnx"))
    #expect(try place.bytes("a/plan.yml") == place.bytes("b/plan.yml"))
    let other = try place.options(recipe: recipe + "seed: 2\n", to: "c")
    _ = try train(other)
    #expect(try place.bytes("a/model.onnx") != place.bytes("c/model.onnx"))
  }

  func message(_ options: TrainOptions) -> String {
    do throws(Failure) {
      _ = try train(options)
      return ""
    } catch { return error.description }
  }

  @Test func badInputIsRefused() throws {
    let place = try Workplace()
    defer { place.remove() }
    var options = try place.options()
    try place.write(images: "other.idx", labels: "four.idx", count: 240, seed: 53, classes: 4)
    options.labels = place.path("four.idx")
    #expect(message(options).contains("is 3; the model has 3 classes"))
    try place.write(images: "other.idx", labels: "few.idx", count: 30, seed: 53)
    options.labels = place.path("few.idx")
    #expect(message(options).contains("holds 30 labels"))
    try place.write(images: "other.idx", labels: "one.idx", count: 240, seed: 53, classes: 1)
    options.labels = place.path("one.idx")
    #expect(message(options).contains("all 240 labels are 0"))
    #expect(!FileManager.default.fileExists(atPath: place.path("out")))
    options = try place.options(to: "images.idx")
    #expect(message(options).contains("the output is a folder"))
    options = try place.options(recipe: "epochs: 0")
    #expect(message(options).contains("recipe.yml:1: error: '0' is not a decimal integer"))
  }

  /// The epoch, batch and node are named, and the last good checkpoint stays.
  @Test func lossesThatAreNoNumbersKeepTheCheckpoint() throws {
    let place = try Workplace()
    defer { place.remove() }
    var options = try place.options(
      recipe:
        "epochs: 50\nbatch: 20\nloss: mean-squared-error\narithmetic: float\noptimizer: {kind: sgd, rate: 30}\nschedule: {warm-up: 8}\n"
    )
    let found = message(options)
    #expect(found.contains("the loss or its gradient is no finite number, first at node '"), "\(found)")
    #expect(found.contains("epoch ") && found.contains(", batch "), "\(found)")
    options.resumes = true
    #expect(message(options) == found)
  }

  @Test func checkpointsOfOtherModelsAreRefused() throws {
    let place = try Workplace()
    defer { place.remove() }
    var options = try place.options(recipe: "epochs: 1\n")
    #expect(message(options) == "")
    try writeNetwork(
      "mlp:36-12-3", to: place.path("net.onnx"), seed: 6, image: Workplace.image, replacing: true)
    options.resumes = true
    #expect(message(options).contains("the checkpoint is of another model"))
  }

  @Test func quantizersNameTheLayersThatTheyAreNotFor() throws {
    let place = try Workplace()
    defer { place.remove() }
    func message(_ rules: String, _ plan: String) throws -> String {
      self.message(try place.options(plan: plan, recipe: "quantizers: {\(rules)}\n"))
    }
    #expect(try message("weights: lsq", "layers: {fc2: {weights: fp16}}").contains("node 'fc2': error: weights in"))
    #expect(try message("weights: dorefa", "{}") == "")
    let weights = try message("weights: dorefa", "defaults: {weights: ternary}")
    #expect(weights.contains("node 'fc1': error: weights in ternary have no 2^k even steps"))
    let results = try message("activations: lsq", "defaults: {activations: fp16}\ninput: {format: fp16}")
    #expect(results.contains("has no scale to be learned"))
    #expect(
      try message("activations: dorefa", "defaults: {activations: 'fixed<8>'}").contains(
        "its result in fixed<8,0> is not 0 to 1 in even steps"))
  }

  /// The letters' formats, and the score counted by hand.
  @Test func wordsNameTheSpacesOfWeights() throws {
    let place = try Workplace("mlp:36-12-8-3")
    defer { place.remove() }
    var options = try place.options(plan: "defaults: {weights: fp16}", recipe: "epochs: 1\n")
    options.word = "ftb"
    _ = try train(options)
    let report = try score(
      EvaluateOptions(
        model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), images: options.images,
        labels: place.path("labels.idx")))
    #expect(report.weights == 432 + 96 + 24)
    #expect(report.bits == 432 * 16 + 96 * 2 + 24)
    #expect(report.mostBits == 552 * 16)
    #expect(report.zeros > 0 && report.zeros < 96)
    let share = Double(report.bits) / Double(report.mostBits)
    #expect(report.asb == (report.accuracy + Double(report.zeros) / 552 + 1 - share) / 3)
    options = try place.options(to: "other")
    options.word = "ft"
    #expect(message(options).contains("3 letters of 'f', 't' and 'b' are expected"))
    options.word = "ftx"
    #expect(message(options).contains("the layers with weights are fc1, fc2, fc3"))
  }

  @Test func foldersAreNotReplacedUnasked() throws {
    let place = try Workplace()
    defer { place.remove() }
    var options = try place.options(recipe: "epochs: 1\n")
    options.resumes = true
    #expect(message(options).contains("has no checkpoint to go on from"))
    options.resumes = false
    #expect(message(options) == "")
    #expect(message(options).contains("--resume goes on with it, --force starts again"))
    options.replacing = true
    #expect(message(options) == "")
    (options.replacing, options.resumes) = (false, true)
    #expect(message(options) == "")
    options = try place.options(recipe: "epochs: 2\n")
    options.resumes = true
    #expect(message(options).contains("the checkpoint is of another recipe"))
    try FileManager.default.createDirectory(atPath: place.path("full"), withIntermediateDirectories: true)
    _ = try place.write("full/notes.txt", "mine")
    options = try place.options(to: "full")
    #expect(message(options).contains("holds what is no training"))
  }
}
