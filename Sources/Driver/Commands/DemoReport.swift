package import Verify

/// The whole way of one network, from its file to simulated hardware.
package struct DemoReport: Report {
  /// What was compiled.
  package var compile: CompileReport
  /// How well it classifies.
  package var evaluate: EvaluateReport
  /// The simulations, one a simulator.
  package var verify: [VerifyReport]

  /// The reports of the steps.
  package init(compile: CompileReport, evaluate: EvaluateReport, verify: [VerifyReport]) {
    self.compile = compile
    self.evaluate = evaluate
    self.verify = verify
  }

  /// How far the golden model may fall behind the float network, as a share of all images.
  package static let allowedLoss = 0.005

  /// The golden model is as good as the float network, within the allowed loss.
  package var isAccurate: Bool { evaluate.top1Golden >= evaluate.top1Float - Self.allowedLoss }

  package var exitCode: Int32 { isAccurate && verify.allSatisfy(\.passed) ? 0 : 1 }

  package var text: String {
    var table = Table([("", .left), ("", .right)])
    table.add(["layers in hardware", Figure.count(compile.layers)])
    table.add(["multiply-accumulates a frame", Figure.count(compile.macs)])
    table.add(["cycles a frame, predicted", Figure.count(compile.cyclesPerFrame)])
    table.add(["model to output folder", Figure.seconds(compile.seconds)])
    table.add(["images classified", Figure.count(evaluate.images)])
    table.add(["top-1, float network", Figure.percent(evaluate.top1Float)])
    table.add(["top-1, golden model", Figure.percent(evaluate.top1Golden)])
    table.add(["golden images a second", Figure.short(evaluate.imagesPerSecond)])
    for run in verify { add(run, to: &table) }
    let verdict = exitCode == 0 ? "every compared bit agrees with the golden model" : complaint
    return "\(table.text)\n\n\(verdict)"
  }

  private func add(_ run: VerifyReport, to table: inout Table) {
    let name = run.simulator.rawValue
    table.add(["\(name): images simulated, stalls \(run.stalls.rawValue)", Figure.count(run.frames)])
    table.add(["\(name): words compared", Figure.count(run.wordsCompared)])
    table.add(["\(name): mismatches", Figure.count(run.mismatches)])
    if let cycles = run.cyclesPerFrame { table.add(["\(name): cycles a frame", Figure.count(cycles)]) }
    table.add(["\(name): frames a second", Figure.short(run.framesPerSecond)])
  }

  private var complaint: String {
    let findings = verify.flatMap { run in run.passed ? [] : run.findings.map { "\(run.simulator.rawValue): \($0)" } }
    return (["SOMETHING IS WRONG"] + findings + (isAccurate ? [] : ["the golden model loses too much accuracy"]))
      .joined(separator: "\n")
  }
}
