internal import Emit
import Foundation
internal import Operators
package import Support

/// How an operator's golden function and its Verilog or C++ compare.
package struct OperatorVerifyReport: Report {
  /// The operator in words.
  package var `operator`: String
  /// Where the operands came from.
  package var source: String
  /// Pairs that were compared.
  package var pairs: Int
  /// Golden results that differ from those of the vector file.
  package var mismatchesGolden: Int
  /// Results of the hardware that differ from the vector file's or the golden ones.
  package var mismatchesRTL: Int
  /// Seconds of this run, the build of the model left out.
  package var seconds: Double
  /// Seconds that the simulator's or the compiler's run took.
  package var buildSeconds: Double
  /// Pairs that an earlier run had done, by the state file.
  package var pairsResumed: Int
  /// The first pair that differs, in words; null where none does.
  @Nullable package var firstMismatch: String?
  /// Whether the hardware is C++; programs know what they asked for.
  var isCpp: Bool

  private enum CodingKeys: String, CodingKey {
    case `operator`, source, pairs, mismatchesGolden
    case mismatchesRTL = "mismatches_rtl"
    case seconds, buildSeconds, pairsResumed, firstMismatch
  }

  package var exitCode: Int32 {
    mismatchesGolden + mismatchesRTL == 0 && pairs > 0 ? 0 : Failure.Kind.mismatch.rawValue
  }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["operator", self.operator])
    table.add(["operands", source])
    table.add(["pairs compared", Figure.count(pairs)])
    if pairsResumed > 0 { table.add(["of them by an earlier run", Figure.count(pairsResumed)]) }
    table.add(["golden mismatches", Figure.count(mismatchesGolden)])
    table.add([isCpp ? "C++ mismatches" : "RTL mismatches", Figure.count(mismatchesRTL)])
    table.add(["time", Figure.seconds(seconds)])
    if seconds > 0 { table.add(["pairs a second", Figure.short(Double(pairs - pairsResumed) / seconds)]) }
    table.add(["building the model", Figure.seconds(buildSeconds)])
    let verdict =
      exitCode == 0 ? "everything agrees" : "THE OPERATOR IS WRONG: " + (firstMismatch ?? "nothing was compared")
    return [table.text, "", verdict].joined(separator: "\n")
  }
}

/// What `mantissa operator verify` is asked to do.
package struct OperatorVerifyRequest: Sendable {
  /// Which operator.
  package var selection: OperatorSelection
  /// Whether every pair is tried.
  package var exhaustive: Bool
  /// A file of rows `a b result`.
  package var vectors: String?
  /// Pairs to try otherwise.
  package var samples: Int
  /// Of the random pairs.
  package var seed: UInt64
  /// A file that keeps finished blocks, so that the check can go on later.
  package var state: String?
  /// Verilog or C++.
  package var backend: Backend

  /// What is compared, and with which operands.
  package init(
    _ selection: OperatorSelection, exhaustive: Bool = false, vectors: String? = nil, samples: Int = 1 << 20,
    seed: UInt64 = 1, state: String? = nil, backend: Backend = .verilog
  ) {
    self.selection = selection
    self.exhaustive = exhaustive
    self.vectors = vectors
    self.samples = samples
    self.seed = seed
    self.state = state
    self.backend = backend
  }
}

/// Compares an operator's golden function and its Verilog in Verilator, or its C++ with g++, with each other or with a
/// vector file.
package func verifyOperator(
  _ request: OperatorVerifyRequest, progress: Progress = .silent
) async throws(Failure) -> OperatorVerifyReport {
  let made = try request.selection.make()
  let source = try pairs(request, made)
  let state = try request.state.map { path throws(Failure) in
    try OperatorState(path, for: made, source, request.backend.types)
  }
  progress.show("building the model of \(made.title)")
  let start = DispatchTime.now().uptimeNanoseconds
  let model = try await OperatorModel(made, request.backend.types)
  let built = DispatchTime.now().uptimeNanoseconds
  let findings = try OperatorCheck(
    made, source, model: model, hardware: request.backend.types == nil ? "rtl" : "c++"
  ).run(state: state) { done, total in
    progress.show("\(made.title): block \(done) of \(total)")
  }
  progress.clear()
  return OperatorVerifyReport(
    operator: made.title, source: source.key, pairs: findings.pairs, mismatchesGolden: findings.mismatchesGolden,
    mismatchesRTL: findings.mismatchesRTL, seconds: Double(DispatchTime.now().uptimeNanoseconds - built) * 1e-9,
    buildSeconds: Double(built - start) * 1e-9, pairsResumed: findings.pairsResumed,
    firstMismatch: findings.firstMismatch.map { made.text(of: $0) }, isCpp: request.backend.types != nil)
}

private func pairs(_ request: OperatorVerifyRequest, _ made: Operator) throws(Failure) -> any PairSource {
  if let path = request.vectors {
    guard !request.exhaustive else {
      throw Failure(at: "--vectors", "a vector file and --exhaustive exclude each other")
    }
    return try VectorFile(path, for: made)
  }
  return request.exhaustive
    ? try AllPairs(made) : SampledPairs(made, count: request.samples, seed: request.seed)
}

extension Operator {
  /// A mismatch in words.
  fileprivate func text(of mismatch: OperatorFindings.Mismatch) -> String {
    let operands = zip(["a", "b"], [mismatch.a, mismatch.b]).filter { !$0.1.isEmpty }
      .map { name, codes in "\(name) = " + codes.map { "0x" + String($0, radix: 16) }.joined(separator: ",") }
    return operands.joined(separator: ", ") + ": \(mismatch.side) gives \(hex(mismatch.found)), expected "
      + hex(mismatch.expected)
  }

  /// A result in hexadecimal.
  func hex(_ result: [UInt64]) -> String {
    let digits = (self.result.width + 3) / 4
    let text = result.reversed().map { $0.digits(radix: 16, count: 16) }.joined()
    return "0x" + text.suffix(digits)
  }
}
