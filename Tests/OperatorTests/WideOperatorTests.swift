import Arithmetic
import Foundation
import Operators
import Support
import Testing

/// Operators of 16 and 32 bits: Verilog against the golden functions on corners, nearly cancelling and random operands,
/// and on those of the vector files, which the golden functions are compared with elsewhere.
@Suite struct WideOperatorTests {
  private static func operators() throws -> [Operator] {
    var made: [Operator] = []
    for format in [
      "posit<32,2>", "fp32", "posit<16,1>", "posit<16,2>", "fp16", "bf16", "float<8,23,ftz>", "posit<25,3>",
    ] {
      for name in ["multiply", "add"] { made.append(try SmallOperatorTests.make(name, format)) }
    }
    for (format, multiplier) in [
      ("posit<32,2>", "plam"), ("posit<16,1>", "plam"), ("posit<16,1>", "plam+c"), ("fixed<16>", "mitchell"),
      ("fixed<32>", "mitchell"), ("fixed<16>", "mitchell-w<6>"), ("ufixed<24>", "mitchell-w<6>+1"),
      ("fp32", "mitchell"), ("fp16", "mitchell-w<6>"),
      ("fixed<32>", "exact"), ("bf16", "mitchell"),
    ] {
      made.append(try SmallOperatorTests.make("multiply", format, by: multiplier))
    }
    made.append(try SmallOperatorTests.make("dot", "posit<16,1>", cuts: 2))
    made.append(try SmallOperatorTests.make("dot", "fp16"))
    made.append(try SmallOperatorTests.make("multiply", "fp16", "fixed<16>", cuts: 1))
    made.append(try SmallOperatorTests.make("subtract", "posit<32,2>", cuts: 5))
    made.append(try SmallOperatorTests.make("compare", "fp32", cuts: 3))
    return made
  }

  private static func pairs(_ operators: [Operator]) throws -> [(a: UInt32, b: UInt32)] {
    var pairs: [(a: UInt32, b: UInt32)] = []
    func add(_ source: any PairSource) {
      for index in 0..<source.blocks {
        let block = source.block(index)
        pairs += zip(block.a, block.b).map { (a: $0, b: $1) }
      }
    }
    for made in operators where made.terms == 1 { add(SampledPairs(made, count: 4000, seed: 1)) }
    guard VectorTests.isPresent else { return pairs }
    for (file, made) in zip(["posit_32_2_mul", "posit_32_2_add", "f32_mul", "f32_add", "posit_16_1_mul"], operators) {
      add(try VectorFile(VectorTests.folder.appending(path: "\(file).txt.gz").path(), for: made))
    }
    return pairs
  }

  @Test func verilogComputesWhatTheFunctionsSay() throws {
    let operators = try Self.operators()
    let bench = OperatorBench(operators: operators, width: 32, pairs: try Self.pairs(operators))
    let outcome = try bench.run()
    #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.joined(separator: "\n").prefix(4000))")
    #expect(outcome.compared > operators.count * 50_000)
    print("wide operators: \(operators.count) configurations, \(outcome.compared) results compared")
  }
}
