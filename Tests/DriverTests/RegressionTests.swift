import Foundation
import NetworkIR
import QuantizedIR
import Support
import TestTools
import Testing
import Training

@testable import Driver

/// Networks that learn numbers.
@Suite struct RegressionTests {
  private typealias Workplace = TrainTests.Workplace

  /// Each image's mean in the left, middle and right columns, as often as there are outputs.
  private static func writeNumbers(_ place: Workplace, _ images: String, to labels: String, outputs: Int) throws {
    let samples = try Samples.read(place.path(images))
    let pixels = samples.floats(of: 0..<samples.count)
    var numbers: [Float] = []
    for sample in 0..<samples.count {
      for output in 0..<outputs {
        let own = (0..<36).filter { $0 % 6 / 2 == output }.map { pixels[sample * 36 + $0] }
        numbers.append(own.reduce(0, +) / 3060 * 8 - 3)
      }
    }
    try write(numbers, place, labels, shape: [samples.count, outputs])
  }

  private static func write(_ numbers: [Float], _ place: Workplace, _ name: String, shape: [Int]) throws {
    let bytes = numbers.withUnsafeBytes { Array($0) }
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    try Data(DataFiles.npy("<f4", shape: "(\(axes))", elements: bytes)).write(
      to: place.folder.appending(path: name))
  }

  private static let recipe = "epochs: 12\nbatch: 20\nloss: mean-squared-error\noptimizer: {rate: 0.01}\n"

  private func options(_ place: Workplace, outputs: Int, recipe: String = recipe) throws -> TrainOptions {
    try Self.writeNumbers(place, "images.idx", to: "labels.npy", outputs: outputs)
    try Self.writeNumbers(place, "test.idx", to: "test.npy", outputs: outputs)
    var options = try place.options(recipe: recipe)
    options.labels = place.path("labels.npy")
    options.testLabels = place.path("test.npy")
    return options
  }

  /// The error that is printed is that of the codes of what the folder compiles to, in real units.
  @Test(arguments: [1, 2]) func errorsAreThoseOfTheGoldenModel(outputs: Int) throws {
    let place = try Workplace("mlp:36-12-\(outputs)")
    defer { place.remove() }
    let options = try options(place, outputs: outputs)
    let report = try train(options)
    let front = try FrontEnd(
      model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), calibration: nil, samples: 512)
    let recipe = try RecipeReader.read(path: place.path("out/recipe.yml"))
    let set = try LabelledSet(
      images: options.images, .numbers(place.path("labels.npy")), outputs: outputs, feed: front.feed)
    let validation = TrainingSet.split(set.count, recipe).validation
    let codes = GoldenModel(front.quantized).run(set.codes(of: validation), batch: validation.count)
    let type = try #require(front.quantized.types[front.quantized.output])
    guard case .reals(let numbers, _) = set.targets(of: validation) else { throw Failure(at: "labels", "no numbers") }
    let squares = zip(codes, numbers).map { (type.real($0) - Double($1)) * (type.real($0) - Double($1)) }
    #expect(report.validation.error == squares.reduce(0, +) / Double(squares.count))
    #expect(report.validation.accuracy == nil)
    let errors = report.epochs.map(\.validation)
    #expect(errors.min() == report.validation.error && errors[report.keptEpoch] == errors.min())
    // Numbers between -3 and 5 that are linear in the pixels.
    #expect(try #require(report.test?.explained) > 0.8)
    #expect(report.epochs.allSatisfy { $0.accuracy == nil })
    let csv = try String(contentsOfFile: place.path("out/log.csv"), encoding: .utf8)
    #expect(csv.hasPrefix("epoch,phase,rate,loss,validation_error,images_per_second,seconds\n"))
    #expect(csv.split(separator: "\n").allSatisfy { $0.split(separator: ",").count == 7 })
    let page = try String(contentsOfFile: place.path("out/README.md"), encoding: .utf8)
    #expect(page.contains("| validation error, golden model (mean square) |") && !page.contains("accuracy"))
    #expect(try String(contentsOfFile: place.path("out/curves.svg"), encoding: .utf8).contains("golden error"))
    let json = try String(contentsOfFile: place.path("out/log.json"), encoding: .utf8)
    #expect(json.contains("\"accuracy\" : null") && json.contains("\"error\" : "))
    let evaluated = try evaluateLabelled(
      EvaluateOptions(
        model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), images: place.path("test.idx"),
        labels: place.path("test.npy")))
    let found = try #require(evaluated as? NumbersReport)
    #expect(found.errorGolden == report.test?.error)
    #expect(found.explainedGolden == report.test?.explained)
    #expect((found.errorFloat - found.errorGolden).magnitude < 0.01)
  }

  /// An autoencoder has its inputs back; channels stream last and come out as the model has them.
  @Test func autoencodersLearnTheirInputs() throws {
    let place = try Workplace("mlp:36-12-36")
    defer { place.remove() }
    var options = try place.options(
      recipe: "epochs: 30\nbatch: 20\nloss: mean-squared-error\ntargets: inputs\noptimizer: {rate: 0.005}\n")
    (options.labels, options.testLabels) = (nil, nil)
    let report = try train(options)
    #expect(try #require(report.test?.error) < report.epochs[0].validation / 2)
    #expect(try #require(report.test?.explained) > 0)
    // The same from a file that says what the pixels stand for.
    let samples = try Samples.read(place.path("test.idx"))
    try Self.write(samples.floats(of: 0..<90).map { $0 / 255 }, place, "test.npy", shape: [90, 36])
    let evaluated = try evaluateLabelled(
      EvaluateOptions(
        model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), images: place.path("test.idx"),
        labels: place.path("test.npy")))
    let found = try #require((evaluated as? NumbersReport)?.errorGolden)
    #expect((found - (report.test?.error ?? 0)).magnitude < 1e-7)
  }

  /// Class labels are 1 at the class, and the figure is the accuracy.
  @Test func classesAreLearntFromSquaresToo() throws {
    let place = try Workplace()
    defer { place.remove() }
    let report = try train(try place.options(recipe: Self.recipe))
    #expect(report.test?.accuracy == 1)
    #expect(report.validation.error == nil)
  }

  private func message(_ options: TrainOptions) -> String {
    do throws(Failure) {
      _ = try train(options)
      return ""
    } catch { return error.description }
  }

  @Test func labelsThatDoNotFitAreRefused() throws {
    let place = try Workplace("mlp:36-12-2")
    defer { place.remove() }
    var options = try options(place, outputs: 2)
    options.recipe = nil
    #expect(message(options).contains("labels are one integer a sample"))
    options = try self.options(place, outputs: 1)
    #expect(message(options).contains("holds 1 numbers a sample (shape [1]); the model has 2 outputs"))
    try Self.write([Float](repeating: 0, count: 60), place, "labels.npy", shape: [30, 2])
    #expect(message(options).contains("holds 30 labels"))
    try Self.write([Float](repeating: .nan, count: 480), place, "labels.npy", shape: [240, 2])
    #expect(message(options).contains("elements have to be finite"))
    options.labels = nil
    #expect(message(options).hasPrefix("--labels: error: no file is given"))
    options = try self.options(place, outputs: 2)
    options.plan = try place.write("plan.yml", "output: argmax")
    #expect(message(options).contains("numbers are learned without it"))
    options = try self.options(place, outputs: 2, recipe: Self.recipe + "targets: inputs\n")
    #expect(message(options).contains("the recipe's targets are the inputs themselves"))
    (options.labels, options.testLabels) = (nil, nil)
    #expect(message(options).contains("has 36 elements an image, which are the targets of 2 outputs"))
    #expect(!FileManager.default.fileExists(atPath: place.path("out")))
    let single = try Workplace("mlp:36-4-1")
    defer { single.remove() }
    #expect(message(try single.options()).contains("with 'loss: mean-squared-error'"))
    let scored = #expect(throws: Failure.self) {
      try score(
        EvaluateOptions(
          model: place.path("net.onnx"), images: place.path("images.idx"), labels: place.path("labels.npy")))
    }
    #expect(scored?.description.contains("labels are one integer a sample") == true)
  }
}
