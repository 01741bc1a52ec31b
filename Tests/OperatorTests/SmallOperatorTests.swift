import Arithmetic
import Foundation
import Operators
import Support
import TestTools
import Testing

/// Every operator over small formats: Verilog against the golden functions, on all pairs.
@Suite struct SmallOperatorTests {
  static let posits = [
    "posit<8,0>", "posit<8,1>", "posit<8,2>", "posit<8,3>", "posit<3,0>", "posit<4,1>", "posit<6,2>",
  ]
  static let floats = [
    "fp8-e4m3", "fp8-e5m2", "float<2,5>", "float<3,2>", "float<2,1>", "float<2,0>", "float<4,3,ftz>", "float<5,2,ftz>",
    "float<3,0,ftz>", "float<4,3,finite>", "float<3,2,finite>", "float<2,2,finite>",
  ]
  static let integers = ["fixed<8>", "ufixed<8>", "fixed<5>", "fixed<8,4>"]
  /// What the other families say of themselves, as far as all pairs are tried.
  static let examples = FormatRegistry.families.filter { family in
    !(posits + floats + integers).contains { (try? Format($0)).map { type(of: $0.number).family } == family.family }
  }.flatMap { $0.examples }.filter { (try? Format($0).width <= 8) ?? true }

  static func make(_ name: String, _ formats: String..., by multiplier: String? = nil, cuts: Int = 0) throws -> Operator
  {
    try make(name, formats, multiplier, cuts, 2)
  }

  static func make(
    _ name: String, _ formats: [String], _ multiplier: String?, _ cuts: Int, _ terms: Int
  ) throws -> Operator {
    try OperatorRegistry.make(
      OperatorRequest(
        name, formats: formats.map { try Format($0) }, multiplier: multiplier, pipeline: cuts, terms: terms))
  }

  static func products() throws -> [Operator] {
    var made: [Operator] = []
    for format in posits + floats + integers { made.append(try make("multiply", format)) }
    for format in posits.filter({ $0 != "posit<3,0>" && $0 != "posit<4,1>" }) {
      for multiplier in ["plam", "plam+c"] { made.append(try make("multiply", format, by: multiplier)) }
    }
    for format in examples {
      let some = [
        try make("multiply", format), try make("multiply", format, "fixed<6>"),
        try make("multiply", format, "fixed<6>", by: "exact"),
      ]
      for one in some where one.result.width <= 64 && !made.contains(where: { $0.title == one.title }) {
        made.append(one)
      }
    }
    made.append(try make("multiply", "posit<8,0>", by: "mitchell-w<3>"))
    for format in integers {
      for multiplier in [
        "mitchell", "mitchell<ones>", "mitchell-w<3>", "mitchell-w<4,ones>", "mitchell-w<6>", "mitchell-w<3>+1",
      ] {
        made.append(try make("multiply", format, by: multiplier))
      }
    }
    for format in ["fp8-e4m3", "fp8-e5m2", "float<2,5>", "float<3,2,ftz>", "float<4,3,finite>"] {
      made.append(try make("multiply", format, by: "mitchell"))
    }
    // Between a decoder and an encoder, where zeros have no signs.
    for format in ["fp8-e4m3", "float<3,2>", "float<2,1>", "float<4,3,ftz>", "float<4,3,finite>"] {
      for multiplier in ["mitchell-w<3>", "mitchell-w<2,exact>+1"] {
        made.append(try make("multiply", format, by: multiplier))
      }
    }
    for (weight, activation) in [
      ("float<4,3,finite>", "fixed<8>"), ("float<3,2,finite>", "ufixed<8>"), ("float<3,2>", "fixed<8>"),
      ("binary", "fixed<8>"), ("ternary", "fixed<8>"), ("ternary", "fp8-e4m3"), ("posit<8,0>", "fixed<8>"),
      ("posit<8,0>", "posit<6,1>"), ("fixed<8>", "ufixed<4>"),
    ] {
      made.append(try make("multiply", weight, activation))
    }
    made.append(try make("multiply", "posit<8,0>", "posit<6,1>", by: "plam"))
    made.append(try make("multiply", "float<4,3,finite>", "fixed<8>", by: "mitchell"))
    return made
  }

  static func others() throws -> [Operator] {
    var made: [Operator] = []
    for format in posits + floats + integers + examples {
      for name in ["add", "subtract", "compare"] { made.append(try make(name, format)) }
    }
    made.removeAll { $0.result.width > 64 }
    for format in ["posit<8,0>", "posit<5,0>", "posit<3,0>"] { made.append(try make("sigmoid", format)) }
    for format in ["posit<4,0>", "posit<4,1>", "float<2,1>", "float<2,1,finite>", "fixed<4>", "ufixed<4>", "ternary"] {
      made.append(try make("dot", format))
    }
    made.append(try make("dot", ["posit<8,1>"], nil, 0, 1))
    made.append(try make("dot", ["fp8-e4m3"], nil, 0, 1))
    made.append(try make("dot", "fixed<4>", by: "mitchell"))
    return made
  }

  /// Every operator at the smallest formats of each family, and at their limits; what it refuses is none of its formats.
  static func smallest() throws -> [Operator] {
    let known = Set(try (products() + others()).map(\.title))
    let formats = [
      "binary", "ternary", "fixed<1>", "fixed<2>", "ufixed<1>", "fixed<1,-64>", "fixed<2,64>", "float<2,0>",
      "float<2,0,ftz>", "float<2,0,finite>", "float<2,1>", "float<2,1,finite>", "posit<3,0>", "posit<3,1>",
      "posit<3,3>",
      "posit<4,0>",
    ]
    let multipliers = [nil, "mitchell-w<2>", "mitchell-w<3>+1"] + MultiplierRegistry.names.map { $0 }
    var made: [String: Operator] = [:]
    for name in OperatorRegistry.names {
      for format in formats {
        for multiplier in multipliers {
          guard let found = try? make(name, format, by: multiplier), !known.contains(found.title),
            found.result.width <= 64
          else { continue }
          made[found.title] = found
        }
      }
    }
    #expect(Set(made.values.map(\.name)).union(["sigmoid"]) == Set(OperatorRegistry.names))
    return made.keys.sorted().compactMap { made[$0] }
  }

  /// Operators cut in every way that they can be.
  static func pipelined() throws -> [Operator] {
    var made: [Operator] = []
    for (name, format, multiplier, most) in [
      ("multiply", "posit<8,1>", "exact", 3), ("multiply", "posit<8,1>", "plam", 3), ("add", "posit<8,1>", nil, 5),
      ("multiply", "fp8-e4m3", "exact", 4), ("multiply", "fp8-e4m3", "mitchell", 3), ("add", "fp8-e4m3", nil, 4),
      ("compare", "fp8-e4m3", nil, 3), ("compare", "posit<8,1>", nil, 2), ("multiply", "fixed<8>", "mitchell", 2),
      ("add", "fixed<8>", nil, 2), ("sigmoid", "posit<8,0>", nil, 1), ("dot", "posit<4,1>", "exact", 3),
      ("multiply", "float<4,3,finite>", "exact", 2), ("multiply", "posit<8,0>", "mitchell-w<3>", 2),
    ] as [(String, String, String?, Int)] {
      for cuts in 1...most { made.append(try make(name, format, by: multiplier, cuts: cuts)) }
      let failure = #expect(throws: Failure.self) { try make(name, format, by: multiplier, cuts: most + 1) }
      #expect(failure?.description.contains("0 to \(most) are possible") == true)
    }
    return made
  }

  @Test func verilogComputesWhatTheFunctionsSay() throws {
    let operators = try Self.products() + Self.others() + Self.pipelined() + Self.smallest()
    #expect(operators.allSatisfy { $0.result.width <= 64 })
    let outcome = try OperatorBench(operators: operators).run()
    #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.prefix(10).joined(separator: "\n").prefix(4000))")
    #expect(outcome.compared > operators.count * 20_000)
    print("operators: \(operators.count) configurations, \(outcome.compared) results compared")
  }

  @Test func verilogIsClean() throws {
    let operators = try Self.products() + Self.others() + Self.pipelined() + Self.smallest()
    try withTemporaryFolder { folder in
      let findings = try lint(
        try OperatorBench(operators: operators).write(into: folder), top: "bench", in: folder)
      // The bench itself leaves out upper operand bits nowhere, as some operator takes all of them.
      #expect(findings.isEmpty, "\(findings.prefix(4000))")
    }
  }

  /// An adder that forgets to round up is noticed.
  @Test func aWrongOperatorIsNoticed() throws {
    var bench = OperatorBench(operators: [try Self.make("multiply", "fixed<8>", by: "mitchell")])
    bench.mutate = { $0.replacing("{SUM{1'b0}}", with: "{{(SUM - 1){1'b0}}, 1'b1}") }
    #expect(try bench.run().mismatches.count == 1)
  }
}
