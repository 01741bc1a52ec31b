import Arithmetic
import Foundation
import Operators
import Support
import Synthesis
import Testing

/// Netlists of small operators, proved equal to the definition by SAT.
///
/// MANTISSA_PROOFS=all proves every operator for every family of FPGAs; otherwise one in some for one family each.
@Suite struct OperatorProofTests {
  static let targets: [SynthesisTarget] = [.ecp5large, .ice40hx8k, .xc7]
  /// The widest formats of every family with up to six bits; those that the families name come on top.
  static let formats = [
    "fixed<6>", "ufixed<6>", "fixed<6,3>", "fixed<4>", "ufixed<3>", "float<2,3>", "float<3,2>", "float<3,2,ftz>",
    "float<3,2,finite>", "float<2,1>", "posit<6,0>", "posit<6,1>", "posit<6,2>", "posit<5,1>", "posit<4,0>",
    "bposit<6,1,3>", "pow2<4>", "pow2<3>", "apot<5,2>", "binary", "ternary",
  ]

  /// Every operator on operands of these formats, by every multiplier that suits them, without repetition.
  static func operators() throws -> [Operator] {
    let formats = try Set(formats + FormatRegistry.examples).sorted().map { try Format($0) }.filter { $0.width <= 6 }
    let multipliers = [nil, "mitchell-w<2>", "mitchell-w<3>+1"] + MultiplierRegistry.names.map { $0 }
    var made: [String: Operator] = [:]
    for kind in OperatorRegistry.names {
      for format in formats {
        for other in [format, try Format("fixed<6>")] {
          for multiplier in multipliers {
            let request = OperatorRequest(kind, formats: [format, other], multiplier: multiplier, terms: 1)
            let single = OperatorRequest(kind, formats: [format], multiplier: multiplier)
            guard let found = (try? OperatorRegistry.make(request)) ?? (try? OperatorRegistry.make(single)) else {
              continue
            }
            made[found.title] = found
          }
        }
      }
    }
    return made.keys.sorted().compactMap { made[$0] }.filter { operand in
      operand.operands.reduce(0) { $0 + $1.width } <= OperatorProof.mostBits
    }
  }

  @Test func everySmallFormatAndMultiplierHasAnOperator() throws {
    let operators = try Self.operators()
    let families = Set(operators.flatMap(\.operands).map { type(of: $0.format.number).family })
    #expect(families == Set(FormatRegistry.families.map { $0.family }))
    #expect(Set(operators.map(\.name)) == Set(OperatorRegistry.names))
    let multipliers = Set(operators.compactMap(\.multiplier).map { $0.prefix { $0 != "<" && $0 != "+" } })
    #expect(multipliers == Set(MultiplierRegistry.names.map { $0.prefix { $0 != "<" && $0 != "+" } }))
  }

  @Test func netlistsAreProvedEqualToTheDefinition() async throws {
    let operators = try Self.operators()
    let all = ProcessInfo.processInfo.environment["MANTISSA_PROOFS"] == "all"
    let share = 48
    let chosen = operators.enumerated().filter { all || $0.offset % share == 0 }
    var rows = 0
    for (place, made) in chosen {
      for target in all ? Self.targets : [Self.targets[place / share % Self.targets.count]] {
        let proof = try await OperatorProof(made, target)
        #expect(proof.counterexample == nil, "\(made.title) for \(target.rawValue): \(proof)")
        #expect(proof.rows > 0)
        rows += proof.rows
      }
    }
    #expect(chosen.count >= operators.count / share)
    print("proofs: \(chosen.count) of \(operators.count) operators, \(rows) rows of their definitions")
  }

  /// The netlist of a sum is no difference, and the counterexample shows it.
  @Test(arguments: targets) func anotherDefinitionIsRefuted(target: SynthesisTarget) async throws {
    let format = try Format("fixed<4>")
    let sum = try OperatorRegistry.make(OperatorRequest("add", formats: [format]))
    let difference = try OperatorRegistry.make(OperatorRequest("subtract", formats: [format]))
    let wrong = try #require(try await OperatorProof(sum, target, definition: difference).counterexample)
    func signed(_ code: UInt64) -> Int { code > 7 ? Int(code) - 16 : Int(code) }
    let (a, b) = (signed(wrong.operands[0]), signed(wrong.operands[1]))
    #expect(wrong.found == [UInt64((a + b) & 31)] && wrong.expected == [UInt64((a - b) & 31)] && b != 0)
  }

  @Test func whatIsTooLargeOrHasRegistersIsRefused() async throws {
    let wide = try OperatorRegistry.make(OperatorRequest("add", formats: [try Format("fixed<8>")]))
    let cut = try OperatorRegistry.make(OperatorRequest("add", formats: [try Format("fixed<4>")], pipeline: 1))
    for (made, message) in [(wide, "16 bits together"), (cut, "has registers")] {
      let failure = await #expect(throws: Failure.self) { try await OperatorProof(made, .xc7) }
      #expect(failure?.description.contains(message) == true && failure?.kind == .input)
    }
    let small = try OperatorRegistry.make(OperatorRequest("add", formats: [try Format("fixed<4>")]))
    await #expect(throws: Failure.self) { try await OperatorProof(small, .asic) }
  }
}
