import Foundation
import NetworkIR
import Quantize
import Search
import Support
import Verify

/// The best trial of a search, worked out: trained in full, classified on the test images, verified in Verilog.
struct SearchWinner {
  let options: SearchOptions
  let bench: SearchBench
  let trial: SearchReport.Trial

  func result(_ progress: Progress) async throws(Failure) -> SearchReport.Best {
    var best = try files(progress)
    if let tests, best.testAccuracy == nil {
      progress.show("classifying the test images")
      let front = try FrontEnd(model: best.model, plan: best.plan, calibration: nil, samples: 512)
      let set = try LabelledSet(
        images: tests.images, .classes(tests.labels), outputs: front.classes, feed: front.feed)
      let score = GoldenScore(front.quantized, set.codes, count: set.count, order: front.network.outputOrder)
      (best.testAccuracy, best.testImages) = (score.figure(set.targets), set.count)
    }
    if options.verifies { best.verify = try await verified(best, progress) }
    return best
  }

  private var folder: String { options.output + "/best" }

  private var tests: (images: String, labels: String)? {
    options.testImages.flatMap { images in options.testLabels.map { (images, $0) } }
  }

  /// The model and the plan of the best.
  private func files(_ progress: Progress) throws(Failure) -> SearchReport.Best {
    let trained = bench.trained(trial.number) ?? ""
    let isHere = FileManager.default.fileExists(atPath: trained + "/plan.yml")
    if options.retrain == nil, !options.trains {
      try OutputFile(folder + "/plan.yml").write(try bench.statedPlan(trial.labels).text)
      return SearchReport.Best(number: trial.number, model: options.model, plan: folder + "/plan.yml")
    }
    guard options.retrain != nil || !isHere else {
      return SearchReport.Best(number: trial.number, model: trained + "/model.onnx", plan: trained + "/plan.yml")
    }
    // Another worker trained it elsewhere: the same recipe gives the same weights.
    let report = try bench.train(
      try bench.plan(trial.labels), recipe: options.retrain, to: folder, tests: tests, progress: progress)
    return SearchReport.Best(
      number: trial.number, model: folder + "/model.onnx", plan: folder + "/plan.yml",
      retrainedAccuracy: report.validation.accuracy, testAccuracy: report.test?.accuracy, testImages: report.testImages)
  }

  private func verified(_ best: SearchReport.Best, _ progress: Progress) async throws(Failure) -> VerifyReport {
    let hardware = options.output + "/hardware"
    _ = try compile(
      CompileOptions(model: best.model, plan: best.plan, output: hardware, replacing: true), progress: progress)
    let simulation = VerifyOptions(frames: 20, stalls: .random, measuresCycles: false)
    return try await verify(
      VerifyRequest(folder: hardware, inputs: options.images, options: simulation), progress: progress)
  }
}
