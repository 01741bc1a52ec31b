import Arithmetic
import Datapath
import Foundation
import Support
import Testing

@testable import Operators

/// The check itself: its model in Verilator, its state, its limits.
@Suite struct CheckTests {
  private static func make(_ name: String, _ format: String, by multiplier: String? = nil) throws -> Operator {
    try OperatorRegistry.make(OperatorRequest(name, formats: [try Format(format)], multiplier: multiplier))
  }

  /// Results wider than 64 bits, several terms, a pipeline: all in one model.
  @Test func wideResults() async throws {
    let formats = [try Format("fp16"), try Format("fixed<32>")]
    let made = try OperatorRegistry.make(OperatorRequest("dot", formats: formats, pipeline: 2, terms: 3))
    #expect(made.result.width > 64)
    let model = try await OperatorModel(made)
    let findings = try OperatorCheck(made, SampledPairs(made, count: 70_000, seed: 1), model: model).run()
    #expect(findings.pairs == 70_000)
    #expect(findings.mismatchesRTL == 0, "\(String(describing: findings.firstMismatch))")
  }

  @Test func aRunGoesOnAndAWrongOneIsSeen() async throws {
    let right = try Self.make("multiply", "posit<12,0>", by: "plam")
    let model = try await OperatorModel(right)
    let pairs = try AllPairs(right)
    let path = FileManager.default.temporaryDirectory.appending(path: "mantissa-state-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try OperatorCheck(right, pairs, model: model).run(state: try OperatorState(path, for: right, pairs))
    #expect((first.pairs, first.pairsResumed, first.mismatchesRTL) == (1 << 24, 0, 0))
    // Cut off in the middle of a line, as by a crash.
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 257)
    try (lines.prefix(6).joined(separator: "\n") + "\n\(lines[6].dropLast(3))").write(
      toFile: path, atomically: true, encoding: .utf8)
    let second = try OperatorCheck(right, pairs, model: model).run(state: try OperatorState(path, for: right, pairs))
    #expect((second.pairs, second.pairsResumed, second.mismatchesRTL) == (1 << 24, 5 << 16, 0))
    // Another operator starts anew, and disagrees with this Verilog.
    let wrong = try Self.make("multiply", "posit<12,0>")
    let state = try OperatorState(path, for: wrong, pairs)
    #expect(state.isRestarted && state.finished.isEmpty)
    let third = try OperatorCheck(wrong, pairs, model: model).run(state: state)
    #expect(third.mismatchesRTL > 1 << 20)
    #expect(third.firstMismatch?.side == "rtl")
    #expect(try OperatorState(path, for: wrong, pairs).finished.count < 64)
    try "something else\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: Failure.self) { try OperatorState(path, for: right, pairs) }
  }

  @Test func allPairsAreEveryPairOnce() throws {
    for (name, format) in [
      ("add", "posit<5,1>"), ("multiply", "fp8-e4m3"), ("sigmoid", "posit<6,0>"), ("dot", "fixed<2>"),
    ] {
      let made = try Self.make(name, format)
      let pairs = try AllPairs(made)
      var seen: Set<[UInt32]> = []
      var count = 0
      for index in 0..<pairs.blocks {
        let block = pairs.block(index)
        for row in 0..<block.count {
          let codes = row * made.terms..<(row + 1) * made.terms
          seen.insert(Array(block.a[codes]) + (block.b.isEmpty ? [] : Array(block.b[codes])))
        }
        count += block.count
      }
      #expect(seen.count == count)
      #expect(count == 1 << made.operands.reduce(0) { $0 + $1.width })
    }
  }

  /// Codes without a value are no operands of what is put together from cells.
  @Test func codesWithoutValueAreLeftOut() throws {
    let formats = [try Format("fp8-e4m3"), try Format("fixed<4>")]
    let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: formats))
    #expect(try AllPairs(made).block(0).count == (256 - 16) * 16)
  }

  @Test func tooManyPairsAreRefused() throws {
    let failure = #expect(throws: Failure.self) { try AllPairs(try Self.make("multiply", "fp32")) }
    #expect(failure?.description.contains("2^64 pairs would take about 29") == true, "\(failure?.description ?? "")")
    #expect(failure?.kind == .input)
  }

  @Test func samplesAreReproducible() throws {
    let made = try Self.make("add", "fp16")
    let (a, b) = (SampledPairs(made, count: 70_000, seed: 5), SampledPairs(made, count: 70_000, seed: 5))
    #expect(a.blocks == 2)
    #expect(a.block(1).a == b.block(1).a && a.block(1).count == 70_000 - 65_536)
    #expect(a.block(0).b != SampledPairs(made, count: 70_000, seed: 6).block(0).b)
  }

  @Test(arguments: 1...6) func cutsAreSpread(boundaries: Int) throws {
    for count in 0...boundaries {
      #expect(try CutMask(count, boundaries: boundaries).bits.nonzeroBitCount == count)
      #expect(try CutMask(count, boundaries: boundaries).bits < 1 << boundaries)
    }
    #expect(throws: FormatError.self) { try CutMask(boundaries + 1, boundaries: boundaries) }
    #expect(throws: FormatError.self) { try CutMask(-1, boundaries: boundaries) }
    if boundaries % 2 == 1 { #expect(try CutMask(1, boundaries: boundaries).bits == 1 << (boundaries / 2)) }
  }

  /// Errors of PLAM on posits, as published; its mean is that of uniform fractions.
  @Test func statisticsOfErrors() throws {
    let made = try Self.make("multiply", "fixed<16>", by: "mitchell<exact>")
    var statistics = ErrorStatistics()
    let pairs = SampledPairs(made, uniform: 100_000, seed: 2)
    for index in 0..<pairs.blocks { statistics.add(pairs.block(index), of: made) }
    #expect(statistics.count > 99_000)
    // A mean of 100,000 random errors.
    #expect(abs(statistics.mean + 0.0385) < 0.0005)
    #expect(statistics.meanAbsolute == -statistics.mean)
    #expect(statistics.worstError > -0.11112 && statistics.worstError < -0.11)
    #expect(abs(statistics.histogram(bins: 10).reduce(0, +) - 1) < 1e-9)
    let drawing = HistogramDrawing(title: made.title, statistics).text
    #expect(drawing.hasPrefix("<svg") && drawing.contains("fixed&lt;16,0&gt;"))
  }
}
