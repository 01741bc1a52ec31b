import Foundation
import NetworkIR
import Support
import TestTools
import Testing
import Training

@testable import Driver

extension TrainTests {
  /// Only weights of the plan's own bits are kept, and the folder compiles to their codes.
  @Test func descentsKeepWhatThePlanSays() throws {
    let place = try Workplace()
    defer { place.remove() }
    let plan = "defaults: {weights: binary, multiplier: xor-sign, activations: 'ufixed<2>'}"
    var options = try place.options(plan: plan, recipe: "epochs: 7\nbatch: 20\ndescent: {from: 3, cycles: 2}\n")
    options.hasBaseline = true
    let report = try train(options)
    let phases = report.epochs.map(\.phase)
    #expect(phases == ["plan", "3 bits", "2 bits", "plan", "32-bit floats", "3 bits", "2 bits", "plan"])
    #expect(phases[report.keptEpoch] == "plan")
    #expect(report.baselineValidation?.accuracy != nil && report.baselineTest?.accuracy != nil)
    #expect(try place.bytes("out/direct/log.csv").split(separator: 10).count == 9)
    let front = try FrontEnd(
      model: place.path("out/model.onnx"), plan: place.path("out/plan.yml"), calibration: nil, samples: 512)
    let set = try LabelledSet(
      images: options.images, .classes(place.path("labels.idx")), outputs: 3, feed: front.feed)
    let validation = TrainingSet.split(set.count, Recipe()).validation
    let score = GoldenScore(front.quantized, set.codes(of: validation), count: validation.count, order: nil)
    #expect(score.digest == report.validationCodes)
    options = try place.options(plan: plan, recipe: "epochs: 2\ndescent: {from: 3}\n", to: "few")
    #expect(message(options).contains("2 epochs are fewer than the 3 steps of the descent"))
    options = try place.options(recipe: "descent: {from: 8}\n", to: "few")
    #expect(message(options).contains("the narrowest format of the plan has 8"))
    options = try place.options(to: "few")
    options.hasBaseline = true
    #expect(message(options).contains("the recipe has no 'descent'"))
    #expect(!FileManager.default.fileExists(atPath: place.path("few")))
  }

  /// Ranges of the start are those of the end; those of each epoch move.
  @Test func rangesOfTheStartHold() throws {
    let place = try Workplace()
    defer { place.remove() }
    func plan(_ epochs: Int, _ ranges: String) throws -> String {
      let output = "\(ranges)\(epochs)"
      let recipe = "epochs: \(epochs)\nbatch: 20\nkeep: last\noptimizer: {rate: 0.01}\nranges: \(ranges)\n"
      _ = try train(place.options(plan: "defaults: {weights: binary}", recipe: recipe, to: output))
      return try String(contentsOfFile: place.path("\(output)/plan.yml"), encoding: .utf8)
    }
    #expect(try plan(1, "start") == plan(4, "start"))
    #expect(try plan(1, "epoch") != plan(4, "epoch"))
  }
}
