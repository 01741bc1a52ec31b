import Pages
import Support
import Verify

extension DesignReport {
  /// Accuracy, and which classes are taken for which.
  var accuracyBlocks: [Document.Block] {
    if let errors {
      var sheet = Sheet(
        "Errors over \(Figure.count(errors.images)) inputs", text: ["network"], numbers: ["mean squared error", "R2"])
      for (name, error, explained) in [
        ("float", errors.errorFloat, errors.explainedFloat), ("golden", errors.errorGolden, errors.explainedGolden),
      ] {
        sheet.add([name, Figure.error(error), explained.map(Figure.real) ?? "-"])
      }
      return [.table(sheet)] + lacking(.accuracy)
    }
    guard let accuracy else { return lacking(.accuracy) }
    var sheet = Sheet("Over \(Figure.count(accuracy.images)) inputs", text: ["figure"], numbers: ["share"])
    sheet.add(["top-1, float network", Figure.percent(accuracy.top1Float)])
    sheet.add(["top-1, golden model and hardware", Figure.percent(accuracy.top1Golden)])
    sheet.add(["both name the same class", Figure.percent(accuracy.agreement)])
    return [.table(sheet)] + confusion(accuracy.confusion)
  }

  /// Classes that a page can show as a matrix.
  private static let mostClasses = 40

  private func confusion(_ counts: [[Int]]) -> [Document.Block] {
    let classes = counts.indices
    let pairs = classes.flatMap { label in
      classes.filter { $0 != label && counts[label][$0] > 0 }.map { (label, $0, counts[label][$0]) }
    }
    let worst = pairs.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }.prefix(5)
    let words = worst.map { "\($0) for \($1): \(Figure.count($2))" }.joined(separator: "; ")
    var blocks: [Document.Block] = worst.isEmpty ? [] : [.text("Most often taken (label for class): \(words).")]
    guard !counts.isEmpty, counts.count <= Self.mostClasses else { return blocks }
    var sheet = Sheet(
      "Confusion of the golden model: a row a label, a column a class", text: ["label"],
      numbers: classes.map { "\($0)" })
    for (label, row) in counts.enumerated() {
      let total = Double(max(1, row.reduce(0, +)))
      sheet.add([Sheet.Cell("\(label)")] + row.map { Sheet.Cell("\($0)", weight: Double($0) / total) })
    }
    blocks.append(.table(sheet))
    return blocks
  }

  /// How far layers are from the float network.
  var noiseBlocks: [Document.Block] {
    guard hasFloat else { return lacking(.float) }
    var blocks: [Document.Block] = [
      .text(
        "Decibels of the float network's values over the golden model's distance from them, over \(seen), whose rounded "
          + "values both networks read. 6 dB are a bit. \"Up to here\" holds the error of all layers before. \"Alone\" is one "
          + "layer's own: there it and the float layer read the same rounded values.")
    ]
    if let costliest, let decibels = costliest.values?.snrAlone {
      blocks.append(
        .text("The layer that costs most by itself is `\(costliest.name)`, with \(Figure.decibels(decibels))."))
    }
    var sheet = Sheet("Signal to noise", text: ["layer"], numbers: ["up to here", "alone"])
    for layer in layers {
      let isWorst = layer.name == costliest?.name
      sheet.add([
        Sheet.Cell(layer.name), Sheet.Cell(Self.noise(layer.values?.snr, layer.values?.exact)),
        Sheet.Cell(Self.noise(layer.values?.snrAlone, layer.values?.exactAlone), weight: isWorst ? 0.6 : 0),
      ])
    }
    return blocks + [.table(sheet)]
  }

  private var seen: String { "\(Figure.count(inputsSeen)) inputs" }

  /// What the tensors hold.
  var valueBlocks: [Document.Block] {
    var blocks: [Document.Block] = [
      .text(
        "Shares of all values on a logarithmic scale, over \(seen). Dashed lines are the least and the greatest value of "
          + "the format. Overflow is the share of the float network's values beyond them by more than rounding reaches; "
          + "underflow, the share that is not 0 and is rounded to 0.")
    ]
    var sheet = Sheet(
      "Values and the formats' ranges", text: ["tensor", "format"],
      numbers: ["least", "greatest", "overflow", "underflow", "golden at ends", "golden 0"])
    for layer in [input] + layers {
      guard let values = layer.values else { continue }
      let shares = [values.overflow, values.underflow, values.atEnds, values.zeros]
      sheet.add(
        [layer.name, layer.format] + values.range.map(Figure.real) + shares.map { $0.map(Figure.percent) ?? "-" })
    }
    blocks.append(.table(sheet))
    return blocks + (hasFloat ? [] : lacking(.float))
  }

  /// Every way in which the design was verified.
  var verificationBlocks: [Document.Block] {
    var sheet = Sheet(
      "Newest run of each kind", text: ["simulator", "of", "result"],
      numbers: ["frames", "words compared", "mismatches", "cycles a frame", "latency, cycles"], last: ["stalls"])
    for run in verifications {
      let counts = [run.frames, run.wordsCompared, run.mismatches].map(Figure.count)
      let cycles = [run.cyclesPerFrame, run.latencyCycles].map { $0.map(Figure.count) ?? "-" }
      let stalls = run.hasCycles ? "\(run.stalls.rawValue), seed \(run.seed)" : "-"
      sheet.add(
        [run.simulator.rawValue, run.netlist ?? "the sources", run.passed ? "agrees" : "DOES NOT AGREE"] + counts
          + cycles + [stalls])
    }
    let problems = verifications.flatMap { run in
      run.problems.map { Document.Block.warning("\(run.simulator.rawValue): \($0)") }
    }
    let altered = verifications.contains { !$0.alteredFiles.isEmpty }
    let coverage = verifications.compactMap { run in
      run.coverage.map { found in
        Document.Block.text(
          "The testbench reached \(Figure.count(found.lines.reached)) of \(Figure.count(found.lines.total)) lines and "
            + "branches, and toggled \(Figure.count(found.toggles.reached)) of \(Figure.count(found.toggles.total)) bits; runs: "
            + "\(Figure.count(found.runs)).")
      }
    }
    return (verifications.isEmpty ? [] : [.table(sheet)]) + problems
      + (altered ? [.warning("A run was of files that are not as they were compiled.")] : []) + coverage
      + lacking(.verification)
  }
}
