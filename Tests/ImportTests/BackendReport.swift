/// How many of the ONNX project's tests pass, fail and are refused, by operator.
struct BackendReport {
  private struct Row {
    var passed = 0
    var failed = 0
    var refused = 0
    /// Why tests are refused, the first reason of each.
    var reasons: [String: Int] = [:]
  }

  private let version: String
  private var rows: [String: Row] = [:]
  /// Of the tests whose inputs are all constant.
  private var constants: [String: Row] = [:]
  /// Tests whose network computes something else.
  private(set) var failures: [String] = []

  init(version: String, results: [(item: BackendCase, result: BackendRun.Result)]) {
    self.version = version
    let isConstant = { (run: (item: BackendCase, result: BackendRun.Result)) in run.item.form == "constant" }
    rows = count(results.filter { !isConstant($0) })
    constants = count(results.filter(isConstant))
  }

  private mutating func count(_ results: [(item: BackendCase, result: BackendRun.Result)]) -> [String: Row] {
    var rows: [String: Row] = [:]
    let tests = Dictionary(grouping: results) { $0.item.test }
    for (_, runs) in tests.sorted(by: { $0.key < $1.key }) {
      let name = runs[0].item.operator
      let outputs = Dictionary(grouping: runs) { $0.item.output }.values
      let failed = runs.compactMap { run in
        if case .failed(let reason) = run.result { "\(run.item.name): \(reason)" } else { nil }
      }
      if let first = failed.first {
        failures.append(first)
        rows[name, default: Row()].failed += 1
      } else if outputs.allSatisfy({ forms in forms.contains { $0.result == .passed } }) {
        rows[name, default: Row()].passed += 1
      } else {
        rows[name, default: Row()].refused += 1
        rows[name, default: Row()].reasons[Self.reason(runs.map(\.result)), default: 0] += 1
      }
    }
    return rows
  }

  var passed: Int { rows.values.reduce(0) { $0 + $1.passed } }

  /// Tests of constants that pass.
  var computed: Int { constants.values.reduce(0) { $0 + $1.passed } }

  var summary: String {
    func total(_ rows: [String: Row], _ count: (Row) -> Int) -> Int { rows.values.reduce(0) { $0 + count($1) } }
    return """
      onnx \(version): \(passed) node tests pass, \(total(rows, \.failed)) fail, \(total(rows, \.refused)) are unsupported; with \
      constants only \(computed) pass, \(total(constants, \.failed)) fail, \(total(constants, \.refused)) are unsupported
      """
  }

  /// The reason of the first form that was tried, without what differs from test to test.
  private static func reason(_ results: [BackendRun.Result]) -> String {
    let reasons = results.compactMap { result in
      if case .refused(let reason) = result { reason } else { nil }
    }
    let text = (reasons.first ?? "").replacing(
      #/'mantissa_[a-z0-9]*'/#, with: "its input")
    return String(text.replacing("|", with: "\\|").prefix(110))
  }

  var text: String {
    var lines = [
      "# The ONNX project's node tests", "",
      "Made by the test `nodeTestsPassOrAreRefused`, which writes `.build/ONNX-tests.md`: the tests of `onnx.backend.test` of",
      "the PyPI package `onnx` whose nodes are all among the operators that Mantissa imports, run by the float executor and",
      "compared with the tests' own tolerances (most 1e-3 relative, 1e-7 absolute). A test counts as passed when all its outputs",
      "are right in at least one form (see `Tests/Oracles/backend_cases.py`), as failed when any form gives another result, and",
      "as unsupported when each form is refused with a message. Rows named *several* are the expansions of functions into",
      "simpler operators.", "", "\(summary).", "",
    ]
    lines += Self.table(rows)
    lines += [
      "", "The same of operators that are computed, all inputs being constant; integers are compared exactly.", "",
    ]
    return (lines + Self.table(constants)).joined(separator: "\n") + "\n"
  }

  private static func table(_ rows: [String: Row]) -> [String] {
    ["| operator | pass | fail | unsupported | why unsupported, most frequent |", "|---|---:|---:|---:|---|"]
      + rows.sorted { $0.key < $1.key }.map { name, row in
        let most = row.reasons.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        return "| \(name) | \(row.passed) | \(row.failed) | \(row.refused) | \(most) |"
      }
  }
}
