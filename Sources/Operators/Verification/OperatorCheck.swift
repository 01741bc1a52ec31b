internal import Foundation
package import Support
internal import Synchronization

/// What a check of an operator found.
package struct OperatorFindings: Sendable {
  /// A pair whose results are not those of the definition.
  package struct Mismatch: Sendable {
    /// What was wrong: `golden`, or what the hardware is written in, `rtl` or `c++`.
    package var side: String
    /// Codes of the first operand.
    package var a: [UInt32]
    /// Codes of the second operand.
    package var b: [UInt32]
    /// In 64-bit words, the lowest first.
    package var expected: [UInt64]
    /// What the hardware gave, the lowest word first.
    package var found: [UInt64]
  }

  /// Pairs that were compared.
  package var pairs = 0
  /// Golden results that differ from the vector file's.
  package var mismatchesGolden = 0
  /// Results of the Verilog that differ from the vector file's, or from the golden ones where there is no file.
  package var mismatchesRTL = 0
  /// The first pair that differs, in the order of the blocks.
  package var firstMismatch: Mismatch?
  /// Pairs that a state file had from an earlier run.
  package var pairsResumed = 0

  /// Nothing compared.
  package init() {}

  mutating func add(_ other: OperatorFindings) {
    pairs += other.pairs
    mismatchesGolden += other.mismatchesGolden
    mismatchesRTL += other.mismatchesRTL
    firstMismatch = firstMismatch ?? other.firstMismatch
  }
}

/// Compares an operator's hardware with its golden function, or both with a vector file.
package struct OperatorCheck: Sendable {
  private let made: Operator
  private let source: any PairSource
  private let model: OperatorModel?
  private let workers: Int
  private let hardware: String

  /// Without a model a vector file is compared with the golden function alone.
  ///
  /// - Parameter hardware: what mismatches of the model are told of: `rtl` or `c++`.
  package init(
    _ made: Operator, _ source: any PairSource, model: OperatorModel?, hardware: String = "rtl", workers: Int = 2
  ) {
    self.made = made
    self.source = source
    self.model = model
    self.workers = workers
    self.hardware = hardware
  }

  /// Runs every block that the state does not hold, on all workers; `progress` hears of finished blocks.
  package func run(
    state: OperatorState? = nil, progress: @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(Failure) -> OperatorFindings {
    let total = source.blocks
    let open = (0..<total).filter { state?.finished[$0] == nil }
    var start = OperatorFindings()
    for found in state?.finished.values.map({ $0 }) ?? [] { start.add(found) }
    start.pairsResumed = start.pairs
    let shared = Mutex((next: 0, done: total - open.count, findings: start))
    DispatchQueue.concurrentPerform(iterations: max(1, min(workers, open.count))) { _ in
      while let index = shared.withLock({ state -> Int? in
        defer { state.next += 1 }
        return state.next < open.count ? open[state.next] : nil
      }) {
        let found = check(index)
        shared.withLock { shared in
          shared.findings.add(found)
          shared.done += 1
          state?.record(index, found)
          progress(shared.done, total)
        }
      }
    }
    return shared.withLock { $0.findings }
  }

  private func check(_ index: Int) -> OperatorFindings {
    let block = source.block(index)
    var findings = OperatorFindings()
    findings.pairs = block.count
    let golden = block.evaluate(made)
    let rtl = model?.results(of: block)
    if let file = source as? VectorFile {
      let expected = file.expected(index)
      findings.mismatchesGolden = compare("golden", golden, expected, block, &findings)
      if let rtl { findings.mismatchesRTL = compare(hardware, rtl, expected, block, &findings) }
    } else if let rtl {
      findings.mismatchesRTL = compare(hardware, rtl, golden, block, &findings)
    }
    return findings
  }

  /// Rows that differ; what is no number is one class.
  private func compare(
    _ side: String, _ found: [UInt64], _ expected: [UInt64], _ block: PairBlock, _ findings: inout OperatorFindings
  ) -> Int {
    if found == expected { return 0 }
    let (words, terms) = (made.resultWords, made.terms)
    var count = 0
    for row in 0..<block.count {
      let range = row * words..<(row + 1) * words
      guard found[range] != expected[range] else { continue }
      if words == 1, source is VectorFile, made.isNotANumber(found[row]), made.isNotANumber(expected[row]) { continue }
      count += 1
      let codes = row * terms..<(row + 1) * terms
      findings.firstMismatch =
        findings.firstMismatch
        ?? OperatorFindings.Mismatch(
          side: side, a: Array(block.a[codes]), b: block.b.isEmpty ? [] : Array(block.b[codes]),
          expected: Array(expected[range]), found: Array(found[range]))
    }
    return count
  }
}
