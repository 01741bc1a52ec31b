import Foundation
package import Support
import Synthesis

/// What `mantissa operator synthesise` is asked to do.
package struct OperatorSynthesisRequest: Sendable {
  /// A Liberty file, plain or gzipped.
  package var liberty: String?
  /// Words of titles; all operators when empty.
  package var only: [String]
  /// Operands of an energy measurement; 0 for none.
  package var vectors: Int
  /// Where the table goes as Markdown.
  package var output: String?
  /// Where the papers' ratios go as Markdown.
  package var comparisons: String?
  /// A folder of earlier figures.
  package var cache: String?

  /// What is synthesised, and where the tables go.
  package init(
    liberty: String?, only: [String], vectors: Int, output: String?, comparisons: String?, cache: String?
  ) {
    self.liberty = liberty
    self.only = only
    self.vectors = vectors
    self.output = output
    self.comparisons = comparisons
    self.cache = cache
  }
}

/// Synthesises operators, two at a time, and compares them with their baselines.
package func synthesiseOperators(
  _ request: OperatorSynthesisRequest, progress: Progress
) async throws(Failure) -> OperatorSynthesisReport {
  let start = ContinuousClock.now
  let chosen = try choose(request.only)
  let liberty = request.liberty
  let output = try request.output.map { path throws(Failure) in try OutputFile(path, besides: [liberty]) }
  let comparisons = try request.comparisons.map { path throws(Failure) in try OutputFile(path, besides: [liberty]) }
  let pairs = request.comparisons == nil ? [] : try PaperComparison.all()
  var gates: SynthesisFlow.Gates?
  if let path = request.liberty { gates = try SynthesisFlow.Gates(path: path) }
  let flow = try await SynthesisFlow(gates: gates, vectors: request.vectors, cache: request.cache)
  let circuits = (chosen + pairs.flatMap { [$0.subject, $0.reference] }).reduce(into: [Circuit]()) { all, circuit in
    if !all.contains(where: { $0.title == circuit.title }) { all.append(circuit) }
  }
  let figures = try await measure(circuits, flow, progress)
  var report = OperatorSynthesisReport(
    yosys: flow.version, library: gates?.library.name, vectors: request.liberty == nil ? 0 : request.vectors,
    rows: chosen.compactMap { circuit in figures[circuit.title].map { .init(circuit.title, $0) } }, comparisons: [],
    written: [], seconds: 0)
  for pair in pairs {
    guard let subject = figures[pair.subject.title], let reference = figures[pair.reference.title] else { continue }
    report.comparisons.append(
      .init(
        subject: pair.subject.title, reference: pair.reference.title, claim: pair.claim, paper: pair.paper,
        subjectFigures: subject, referenceFigures: reference))
  }
  let document = SynthesisDocument(report: report)
  for (file, text) in [(output, document.operators), (comparisons, document.comparisons)] {
    guard let file else { continue }
    try file.write(text)
    report.written.append(file.path)
  }
  let elapsed = ContinuousClock.now - start
  report.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  return report
}

/// The operators whose titles hold one of some words.
private func choose(_ words: [String]) throws(Failure) -> [Circuit] {
  let all = try Circuit.operators()
  for word in words where !all.contains(where: { $0.title.contains(word) }) {
    throw Failure(
      at: "--only '\(word)'", "no operator of the table has this in its name",
      notes: ["the names are: " + all.map(\.title).joined(separator: "; ")])
  }
  return words.isEmpty ? all : all.filter { circuit in words.contains { circuit.title.contains($0) } }
}

/// Figures by title; two circuits at a time, the first failure ends it.
private func measure(
  _ circuits: [Circuit], _ flow: SynthesisFlow, _ progress: Progress
) async throws(Failure) -> [String: CircuitFigures] {
  var figures: [String: CircuitFigures] = [:]
  let result: Result<[String: CircuitFigures], Failure> = await withTaskGroup(
    of: (String, Result<CircuitFigures, Failure>).self
  ) { group in
    var waiting = circuits[...]
    func begin() {
      guard let circuit = waiting.popFirst() else { return }
      group.addTask { (circuit.title, await flow.outcome(of: circuit)) }
    }
    progress.show("synthesising \(circuits.count) circuits")
    begin()
    begin()
    for await (title, outcome) in group {
      switch outcome {
      case .success(let found): figures[title] = found
      case .failure(let failure):
        group.cancelAll()
        return .failure(failure)
      }
      progress.show("synthesised \(figures.count) of \(circuits.count) circuits, \(title) last")
      begin()
    }
    return .success(figures)
  }
  return try result.get()
}
