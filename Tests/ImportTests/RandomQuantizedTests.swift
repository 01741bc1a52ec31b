import Arithmetic
import Foundation
import Golden
import Layers
import NetworkIR
import Quantize
import QuantizedIR
import Support
import TestTools
import Testing
import Verify

@testable import Driver

/// Random quantized networks: golden words for real samples against qonnx, onnxruntime and a reference in 64-bit floats.
///
/// `MANTISSA_NETWORKS=FIRST:COUNT` runs other seeds; `make quantized-networks` runs thousands.
@Suite struct RandomQuantizedTests {
  /// A line of what `random_quantized.py` writes.
  private struct Network: Codable {
    var seed: Int
    var style: String
    var dyadic: Bool
    /// Where oracles may differ: names of laws on Documentation/Decisions/0012.
    var laws: [String]
    var oracles: [String]
  }

  /// Words by what they are equal to.
  private struct Counts {
    var networks = 0
    /// Messages that refuse networks, by their beginning.
    var refused: [String: Int] = [:]
    /// Equal to every oracle and the reference.
    var all = 0
    /// Equal to some of them, by the laws that decide between those.
    var some: [String: Int] = [:]
    /// Not equal, in a sample with an operand so near a border that 32-bit floats decide.
    var border = 0
    /// The nearest codes of an output that a note says to be rounded.
    var rounded = 0
    /// Behind a tensor that a note says to be rounded.
    var behind = 0
    var wrong = 0
    var places: [String] = []
    var words: Int { all + some.values.reduce(0, +) + border + rounded + behind + wrong }
  }

  private static let seeds: Range<Int> = {
    let asked = ProcessInfo.processInfo.environment["MANTISSA_NETWORKS"]?.split(separator: ":").compactMap { Int($0) }
    guard let asked, asked.count == 2 else { return 1..<61 }
    return asked[0]..<asked[0] + asked[1]
  }()
  private static let chunk = 100

  @Test(.enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"))
  func everyWordIsAnOracles() throws {
    var counts = Counts()
    for first in stride(from: Self.seeds.lowerBound, to: Self.seeds.upperBound, by: Self.chunk) {
      let count = min(Self.chunk, Self.seeds.upperBound - first)
      try withTemporaryFolder { folder in
        try Oracle.script("random_quantized.py", [folder.path, "\(first)", "\(count)"])
        let list = try Data(contentsOf: folder.appendingPathComponent("networks.json"))
        for network in try JSONDecoder().decode([Network].self, from: list) {
          try compare(network, in: folder, &counts)
        }
      }
    }
    let refused = counts.refused.values.reduce(0, +)
    print("\(counts.networks) networks and \(refused) refused ones, \(counts.words) words")
    print("  \(counts.all) equal to every oracle")
    for (law, count) in counts.some.sorted(by: { $0.key < $1.key }) { print("  \(count) equal to some: \(law)") }
    print("  \(counts.border) at borders, \(counts.rounded) rounded and \(counts.behind) behind, as notes say")
    print("  \(counts.wrong) wrong")
    for (message, count) in counts.refused.sorted(by: { $0.value > $1.value }) {
      print("  refused \(count): \(message)")
    }
    #expect(counts.wrong == 0, "\(counts.places.prefix(40).joined(separator: "\n"))")
    #expect(counts.networks * 10 >= Self.seeds.count * 9 && counts.networks + refused == Self.seeds.count)
    #expect(counts.all * 10 > counts.words * 8 && (counts.border + counts.behind) * 50 < counts.words)
  }

  /// The first networks of the default seeds as Verilog, ties and wide sums included.
  @Test(
    .enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"),
    .enabled(if: ExportedHardwareTests.hasVerilator, "no simulators are on this machine"))
  func designsAreTheirGoldenModels() async throws {
    let parent = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    try Oracle.script("random_quantized.py", [parent.path, "1", "12"])
    for seed in 1...12 {
      let stem = parent.appendingPathComponent("\(seed)").path
      _ = try compile(CompileOptions(model: "\(stem).onnx", calibration: "\(stem).npy", output: "\(stem)-design"))
      let report = try await verify(
        VerifyRequest(
          folder: "\(stem)-design",
          options: VerifyOptions(simulator: .icarus, frames: 3, stalls: .random, seed: 5)))
      #expect(report.passed && report.wordsCompared > 0, "seed \(seed): \(report.mismatches), \(report.problems)")
    }
  }

  private func compare(_ network: Network, in folder: URL, _ counts: inout Counts) throws {
    let stem = folder.appendingPathComponent("\(network.seed)").path
    var frontEnd: FrontEnd
    // Samples must not make a design worse, and none must not either, but where images are taken to be pixels.
    do throws(Failure) {
      func made(_ samples: String?) throws(Failure) -> FrontEnd {
        try FrontEnd(model: "\(stem).onnx", plan: nil, calibration: samples, samples: 1000)
      }
      frontEnd = try made(network.seed % 2 == 0 ? "\(stem).npy" : nil)
      if frontEnd.notes.contains(where: { $0.contains("stand for 1;") }) { frontEnd = try made("\(stem).npy") }
    } catch {
      let message = error.diagnostics.first?.message ?? ""
      counts.refused[String(message.prefix(60)), default: 0] += 1
      return
    }
    counts.networks += 1
    let samples = try Samples.read("\(stem).npy", limit: nil)
    let batch = try frontEnd.feed.batch(samples, 0..<samples.count)
    let codes = GoldenModel(frontEnd.quantized).run(batch.codes, batch: batch.count)
    let reference = try Oracle.floats(URL(fileURLWithPath: "\(stem).reference.f32"))
    let oracles = try network.oracles.map { try Oracle.floats(URL(fileURLWithPath: "\(stem).\($0).f32")) }
    let borders = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(stem).border.u8")))
    let type = try #require(frontEnd.quantized.types[frontEnd.quantized.output])
    let place = "seed \(network.seed) (\(network.style), \(network.dyadic ? "dyadic" : "decimal"))"
    guard codes.count == reference.count, oracles.allSatisfy({ $0.count == codes.count }) else {
      counts.wrong += reference.count
      counts.places.append("\(place): \(codes.count) words, \(reference.count) are expected")
      return
    }
    let rounded = frontEnd.notes.filter { $0.contains("has no exact format") }
    let last = try #require(frontEnd.network.fusedLayers().last).result
    let isRounded = rounded.contains { $0.contains("tensor '\(last)'") }
    var wrong = 0
    for (index, code) in codes.enumerated() {
      let found = type.real(code)
      let distances = ([reference] + oracles).map { (found - Double($0[index])).magnitude }
      let equal = distances.count { $0 <= 0x1p-21 * max(found.magnitude, type.grid.unit) }
      if equal == distances.count {
        counts.all += 1
      } else if equal > 0 {
        counts.some[network.laws.isEmpty ? "floats" : network.laws.joined(separator: " "), default: 0] += 1
      } else if isRounded, distances.contains(where: { $0 <= 0.505 * type.grid.unit }) {
        counts.rounded += 1
      } else if borders[index * batch.count / codes.count] != 0 {
        counts.border += 1
      } else if network.laws.count > 1, distances.contains(where: { $0 <= 1.01 * type.grid.unit }) {
        counts.some["one step beside: " + network.laws.joined(separator: " "), default: 0] += 1
      } else if !rounded.isEmpty {
        counts.behind += 1
      } else {
        wrong += 1
      }
    }
    counts.wrong += wrong
    if wrong > 0 {
      counts.places.append("\(place): \(wrong) of \(codes.count) words, \(type.format) in steps of \(type.grid.unit)")
    }
  }
}
