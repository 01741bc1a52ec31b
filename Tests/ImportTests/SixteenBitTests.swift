import Arithmetic
import Driver
import Foundation
import NetworkIR
import QuantizedIR
import Support
import TestTools
import Testing

/// A model of 16-bit codes with scales that are no powers of two, onnxruntime's and the standard's operators alike: the law
/// 'floats' of decision 12.
@Suite struct SixteenBitTests {
  private static let samples = 10

  @Test(
    .enabled(if: Oracle.python != nil, "\(Oracle.absence)"),
    .enabled(if: Oracle.sharedCase("ort_int16_contrib") != nil, "the shared cases are not here"),
    arguments: [1, 2, 3] as [UInt64])
  func wordsAreThoseOfExactSums(_ seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let path = try #require(Oracle.sharedCase("ort_int16_contrib"))
      let run = try QuantizedRun(model: path, count: Self.samples, seed: seed)
      try run.reals.withUnsafeBytes { try Data($0).write(to: folder.appendingPathComponent("input.f32")) }
      try Oracle.script("run_double.py", [path, folder.path, "\(Self.samples)"])
      let words = try codes(run)
      let standard = folder.appendingPathComponent("standard.onnx").path
      #expect(try codes(QuantizedRun(model: standard, count: Self.samples, seed: seed)) == words)
      let exact = try levels("double", run, in: folder)
      #expect(words.count == 5120 && words == exact, "seed \(seed): \(zip(words, exact).count { $0 != $1 })")
      for name in ["plain", "optimized"] {
        let others = try levels(name, run, in: folder)
        let apart = zip(words, others).map { abs($0 - $1) }
        print("seed \(seed): \(apart.count { $0 > 0 }) of \(apart.count) words are not those of onnxruntime, \(name)")
        // Its sums of 32-bit floats are a few units of 2^-24 off, codes 2^-16 apart: few are others. Where that is one of a
        // tensor inside, whose step is two of the output's, the word is as far off.
        #expect(apart.max() ?? 9 <= 3 && apart.count { $0 > 0 } * 100 < apart.count, "seed \(seed), \(name)")
      }
    }
  }

  /// The output's codes as integers, in the model's order.
  private func codes(_ run: QuantizedRun) throws -> [Int] {
    let quantized = run.frontEnd.quantized
    let (type, found) = (try #require(quantized.types[quantized.output]), try #require(run.codes[quantized.output]))
    let order = run.frontEnd.network.outputOrder
    return (order?.apply(found) ?? found).map { Int(type.format.integer(of: $0)) }
  }

  private func levels(_ name: String, _ run: QuantizedRun, in folder: URL) throws -> [Int] {
    let quantized = run.frontEnd.quantized
    let type = try #require(quantized.types[quantized.output])
    return try Oracle.floats(folder.appendingPathComponent("\(name).f32")).map {
      Int(type.format.integer(of: type.code(Double($0))))
    }
  }
}
