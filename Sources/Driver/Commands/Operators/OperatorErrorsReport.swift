import Foundation
internal import Operators
package import Support

/// The relative errors of an operator's results.
package struct OperatorErrorsReport: Report {
  /// The operator in words.
  package var `operator`: String
  /// Where the operands came from.
  package var source: String
  /// Results with an error: both they and the exact ones are numbers, the exact ones not 0.
  package var results: Int
  /// The mean relative error.
  package var mean: Double
  /// The mean of its magnitude.
  package var meanAbsolute: Double
  /// The error of greatest magnitude.
  package var worst: Double
  /// The lowest relative error.
  package var lowest: Double
  /// The highest one.
  package var highest: Double
  /// Operands of the worst error.
  package var worstOperands: String
  /// What the operator promises.
  package var bound: String
  /// Where the histogram was drawn; null where it was not.
  @Nullable package var svg: String?

  package var text: String {
    func percent(_ share: Double) -> String { String(format: "%.4f %%", 100 * share) }
    var table = Table([("", .left), ("", .left)])
    table.add(["operator", self.operator])
    table.add(["operands", source])
    table.add(["results", Figure.count(results)])
    table.add(["mean relative error", percent(mean)])
    table.add(["mean absolute relative error", percent(meanAbsolute)])
    table.add(["worst relative error", percent(worst) + " at \(worstOperands)"])
    table.add(["range", percent(lowest) + " to " + percent(highest)])
    table.add(["promise", bound])
    if let svg { table.add(["histogram", svg]) }
    return table.text
  }
}

/// Relative errors over all pairs of operands where these are few, else over samples.
package func operatorErrors(
  _ selection: OperatorSelection, samples: Int, seed: UInt64, svg: String?
) throws(Failure) -> OperatorErrorsReport {
  let made = try selection.make()
  if case .comparison = made.result { throw Failure(at: "operator '\(made.name)'", "a comparison has no error") }
  let isSmall = made.operands.reduce(0) { $0 + $1.width } <= 20
  let source: any PairSource =
    isSmall ? try AllPairs(made) : SampledPairs(made, uniform: samples, seed: seed)
  var statistics = ErrorStatistics()
  for index in 0..<source.blocks { statistics.add(source.block(index), of: made) }
  guard statistics.count > 0 else { throw Failure(at: "operator '\(made.title)'", "no result has a relative error") }
  if let svg {
    let drawing = HistogramDrawing(title: made.title, statistics).text
    try OutputFile(svg).write(drawing)
  }
  let worst = statistics.worst.map { $0.a + $0.b } ?? []
  return OperatorErrorsReport(
    operator: made.title, source: source.key, results: statistics.count, mean: statistics.mean,
    meanAbsolute: statistics.meanAbsolute, worst: statistics.worstError, lowest: statistics.low,
    highest: statistics.high, worstOperands: worst.map { "0x" + String($0, radix: 16) }.joined(separator: ", "),
    bound: made.errorBound, svg: svg)
}
