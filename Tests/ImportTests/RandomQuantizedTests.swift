import Arithmetic
import Foundation
import Layers
import NetworkIR
import Quantize
import QuantizedIR
import Support
import TestTools
import Testing
import Verify

@testable import Driver

/// Random quantized networks: golden words for real samples against exact arithmetic under the laws of decision 12, qonnx and
/// onnxruntime.
///
/// `MANTISSA_NETWORKS=FIRST:COUNT` runs other seeds; `make quantized-networks` runs thousands.
@Suite struct RandomQuantizedTests {
  /// A line of what `random_quantized.py` writes.
  private struct Network: Codable {
    var seed: Int
  }

  /// What `prove_words.py` reads of a network's machine.
  private struct Machine: Codable {
    /// In the model's order.
    var words: [Double]
    var unit: Double
    /// The samples as a note says that they are rounded, in the model's order.
    var inputs: [Double]?
    /// The step, the zero point, the lowest and the highest code of tensors that notes name, by number of the model's node.
    var rounded: [String: [Double]] = [:]
  }

  /// What it finds.
  private struct Verdict: Codable {
    var seed: Int
    var words: Int
    /// Equal to every oracle.
    var all: Int
    /// Not equal to every one, by what makes the difference.
    var causes: [String: Int]
    /// Made by the other choice at operands near borders.
    var turned: Int
    /// Not what the laws make.
    var wrong: Int
    var place: String
  }

  /// By default some of every style, and some in which words were wrong, or which were refused, once.
  private static let seeds: [Int] = {
    let asked = ProcessInfo.processInfo.environment["MANTISSA_NETWORKS"]?.split(separator: ":").compactMap { Int($0) }
    guard let asked, asked.count == 2 else {
      return Array(1...48) + [198, 268, 310, 333, 370, 393, 437, 517, 887, 1269, 1438, 1439, 1553, 1871]
    }
    return Array(asked[0]..<asked[0] + asked[1])
  }()
  private static let chunk = 100

  @Test(.enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"))
  func everyWordIsWhatTheLawsMake() throws {
    var refused: [String] = []
    var verdicts: [Verdict] = []
    for first in stride(from: 0, to: Self.seeds.count, by: Self.chunk) {
      try withTemporaryFolder { folder in
        for seed in try Self.networks(Self.seeds.dropFirst(first).prefix(Self.chunk), in: folder) {
          do throws(Failure) {
            Self.write(try Self.machine(seed, in: folder), seed, in: folder)
          } catch { refused += error.diagnostics.prefix(1).map { "\(seed): \($0.location): \($0.message)" } }
        }
        verdicts += try Self.verdicts(in: folder)
      }
    }
    let words = verdicts.map(\.words).reduce(0, +)
    let all = verdicts.map(\.all).reduce(0, +)
    print("\(verdicts.count) networks and \(refused.count) refused ones, \(words) words")
    print("  \(all) equal to every oracle")
    let causes = verdicts.map(\.causes).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    for (cause, count) in causes.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
      print("  \(count) by \(cause)")
    }
    print("  \(verdicts.map(\.turned).reduce(0, +)) of all by the other choice at operands near a border")
    let wrong = verdicts.filter { $0.wrong > 0 || $0.causes.keys.contains { $0.contains("unexplained") } }
    print("  \(wrong.map(\.wrong).reduce(0, +)) wrong")
    for message in refused { print("  refused \(message)") }
    #expect(wrong.isEmpty, "\(wrong.prefix(40).map { "\($0.seed): \($0.place) \($0.causes)" }.joined(separator: "\n"))")
    #expect(refused.count * 50 <= Self.seeds.count && verdicts.count + refused.count == Self.seeds.count)
    #expect(Self.seeds.count < 50 || all * 10 > words * 8)
  }

  @Test(.enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"))
  func aWordNextToTheRightOneIsWrong() throws {
    try withTemporaryFolder { folder in
      for seed in try Self.networks(1...8, in: folder) {
        var machine = try Self.machine(seed, in: folder)
        machine.words[seed] += machine.words[seed] > 0 ? -machine.unit : machine.unit
        Self.write(machine, seed, in: folder)
      }
      let verdicts = try Self.verdicts(in: folder)
      #expect(verdicts.map(\.wrong) == [Int](repeating: 1, count: 8))
    }
  }

  /// Networks as Verilog: ties and wide sums included, and two whose quantizers are searched steps.
  @Test(
    .enabled(if: Oracle.hasQONNX, "\(Oracle.qonnxAbsence)"),
    .enabled(if: ExportedHardwareTests.hasVerilator, "no simulators are on this machine"))
  func designsAreTheirGoldenModels() async throws {
    let parent = FileManager.default.temporaryDirectory.appendingPathComponent("mantissa-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: parent) }
    for seed in try Self.networks(Array(1...10) + [198, 310], in: parent) {
      let stem = parent.appendingPathComponent("\(seed)").path
      _ = try compile(CompileOptions(model: "\(stem).onnx", calibration: "\(stem).npy", output: "\(stem)-design"))
      let report = try await verify(
        VerifyRequest(
          folder: "\(stem)-design",
          options: VerifyOptions(simulator: .icarus, frames: 3, stalls: .random, seed: 5)))
      #expect(report.passed && report.wordsCompared > 0, "seed \(seed): \(report.mismatches), \(report.problems)")
    }
  }

  /// Writes networks, their samples and the oracles' results; the seeds.
  private static func networks(_ seeds: some Collection<Int>, in folder: URL) throws -> [Int] {
    try Oracle.script("random_quantized.py", [folder.path] + seeds.map(String.init))
    let list = try Data(contentsOf: folder.appendingPathComponent("networks.json"))
    return try JSONDecoder().decode([Network].self, from: list).map(\.seed)
  }

  private static func verdicts(in folder: URL) throws -> [Verdict] {
    try Oracle.script("prove_words.py", [folder.path])
    let list = try Data(contentsOf: folder.appendingPathComponent("verdicts.json"))
    return try JSONDecoder().decode([Verdict].self, from: list)
  }

  private static func write(_ machine: Machine, _ seed: Int, in folder: URL) {
    let url = folder.appendingPathComponent("\(seed).machine.json")
    #expect(throws: Never.self) { try JSONEncoder().encode(machine).write(to: url) }
  }

  /// The golden words of a network's samples. Samples must not make a design worse, and none must not either, but where
  /// images are taken to be pixels.
  private static func machine(_ seed: Int, in folder: URL) throws(Failure) -> Machine {
    let stem = folder.appendingPathComponent("\(seed)").path
    func made(_ samples: String?) throws(Failure) -> FrontEnd {
      try FrontEnd(model: "\(stem).onnx", plan: nil, calibration: samples, samples: 1000)
    }
    var frontEnd = try made(seed % 2 == 0 ? "\(stem).npy" : nil)
    if frontEnd.notes.contains(where: { $0.contains("stand for 1;") }) { frontEnd = try made("\(stem).npy") }
    let samples = try Samples.read("\(stem).npy", limit: nil)
    let batch = try frontEnd.feed.batch(samples, 0..<samples.count)
    let quantized = frontEnd.quantized
    guard let type = quantized.types[quantized.output] else { throw Failure(at: stem, "has no output") }
    let words = GoldenModel(quantized).run(batch.codes, batch: batch.count).map(type.real)
    var machine = Machine(words: frontEnd.network.outputOrder?.apply(words) ?? words, unit: type.grid.unit)
    if frontEnd.notes.contains(where: { $0.hasPrefix("the input is taken as") }) {
      machine.inputs = frontEnd.network.input.modelled(batch.codes.map(quantized.input.real))
    }
    for layer in try frontEnd.network.fusedLayers() {
      let note = "tensor '\(layer.result)' has no exact format"
      guard frontEnd.notes.contains(where: { $0.contains(note) }), let type = quantized.types[layer.node.name],
        let node = layer.result.split(separator: "_").last
      else { continue }
      let number = type.format.number
      let ends = [number.lowestCode, number.highestCode].map { Double(Int(type.format.integer(of: $0))) }
      machine.rounded[String(node)] = [type.scale, Double(type.zeroPoint)] + ends
    }
    return machine
  }
}

extension NetworkInput {
  /// The values of samples, from the stream's order to the model's.
  fileprivate func modelled(_ values: [Double]) -> [Double] {
    let places = order.places
    var result = values
    for start in stride(from: 0, to: values.count, by: places.count) {
      for (index, place) in places.enumerated() { result[start + place] = values[start + index] }
    }
    return result
  }
}
