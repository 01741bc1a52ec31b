internal import Arithmetic
internal import Operators
package import Support

/// The multipliers of the number systems: the formats of both operands, and the product.
private let systems: [(formats: [String], multiplier: String)] = [
  (["fixed<8>"], "exact"), (["fixed<8>"], "mitchell"), (["fixed<8>"], "mitchell-w<6>"),
  (["fixed<16>"], "mitchell"), (["fixed<16>"], "mitchell-w<6>"),
  (["float<4,3,finite>", "fixed<8>"], "exact"),
  (["fp8-e4m3"], "exact"), (["fp16"], "exact"), (["bf16"], "exact"), (["fp32"], "exact"), (["fp16"], "mitchell"),
  (["posit<8,0>"], "exact"), (["posit<8,2>"], "exact"), (["posit<16,1>"], "exact"), (["posit<16,2>"], "exact"),
  (["posit<32,2>"], "exact"), (["posit<8,0>"], "plam"), (["posit<16,1>"], "plam"), (["posit<16,1>"], "plam+c"),
]

/// Times the golden multipliers, and SoftPosit's functions where an interpreter that has them is named.
package func operatorSpeed(python: String?, progress: Progress = .silent) async throws(Failure) -> OperatorSpeedReport {
  var rows: [OperatorSpeedReport.Row] = []
  for system in systems {
    let made = try OperatorSelection(name: "multiply", formats: system.formats, multiplier: system.multiplier).make()
    progress.show("timing \(made.title)")
    let posit = made.operands[0].format.number as? PositFormat
    rows.append(
      OperatorSpeedReport.Row(
        operator: made.title, productsPerSecond: rate(of: made),
        softPositFunction: SoftPosit.function(
          width: made.operands.map(\.width).max() ?? 0, exponentWidth: posit?.exponentWidth),
        softPositPerSecond: nil, ratio: nil))
  }
  guard let python else {
    return OperatorSpeedReport(rows: rows, note: "SoftPosit is not timed: --softposit names no Python that has it")
  }
  progress.show("timing SoftPosit")
  let rates = try await SoftPosit.rates(of: Set(rows.map(\.softPositFunction)), python: python)
  for index in rows.indices {
    rows[index].softPositPerSecond = rates[rows[index].softPositFunction]
    rows[index].ratio = rows[index].softPositPerSecond.map { rows[index].productsPerSecond / $0 }
  }
  return OperatorSpeedReport(rows: rows, note: nil)
}

/// Results a second over uniform random operands, the best of five runs.
private func rate(of made: Operator) -> Double {
  let block = SampledPairs(made, uniform: 1 << 16, seed: 1).block(0)
  var results = [UInt64](repeating: 0, count: block.count * made.resultWords)
  let clock = ContinuousClock()
  let best =
    (0..<5).map { _ in
      clock.measure {
        for _ in 0..<4 {
          block.a.withUnsafeBufferPointer { a in
            block.b.withUnsafeBufferPointer { b in
              results.withUnsafeMutableBufferPointer { made.function.evaluate(a, b, into: $0) }
            }
          }
        }
      }
    }.min() ?? .seconds(1)
  return Double(4 * block.count) / (best / .seconds(1))
}
