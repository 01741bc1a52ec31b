import Arithmetic
import Datapath
import Emit
import Foundation
import PipelineIR
import Stages
import Support
import Verify

/// A small machine of three layers: narrow, look up in a memory, widen.
struct Sample {
  static let width = 6
  static let table = Table.sample(Format(FixedFormat(width: width)))

  static func pipeline() throws -> Pipeline {
    let format = try Format("fixed<6,0>")
    let wide = StreamType(lanes: 4, elementWidth: width, wordsPerFrame: 6)
    let single = StreamType(lanes: 1, elementWidth: width, wordsPerFrame: 24)
    let pair = StreamType(lanes: 2, elementWidth: width, wordsPerFrame: 12)
    func stage(
      _ name: String, _ layer: String, _ operation: any StageOperation, _ input: String, _ output: StreamType
    ) -> Stage {
      Stage(name: name, layer: layer, operation: operation, inputs: [input], outputs: [output])
    }
    return Pipeline(
      name: "sample",
      input: Port(
        shape: Shape(height: 2, width: 3, channels: 4), format: format, scale: 0.5, zeroPoint: 0, stream: wide),
      output: Port(
        shape: Shape(height: 2, width: 3, channels: 4), format: format, scale: 0.25, zeroPoint: 1, stream: pair),
      stages: [
        stage("first_narrow", "first", Narrow(factor: 4), "input", single),
        stage("first_skid", "first", Skid(), "first_narrow", single),
        stage("second_table", "second", table, "first_skid", single),
        stage("second_fifo", "second", Fifo(depth: 8), "second_table", single),
        stage("third_widen", "third", Widen(factor: 2), "second_fifo", pair),
        stage("third_skid", "third", Skid(), "third_widen", pair),
      ], outputStream: "third_skid")
  }

  static func frames(_ count: Int, seed: UInt64 = 7) -> [[UInt32]] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in (0..<24).map { _ in UInt32(random.next() & 63) } }
  }

  static func answer(_ frame: [UInt32]) -> [UInt32] { frame.map { table.entries.values[Int($0)] } }

  static let golden = GoldenModel(
    run: { _, frames in frames.map(answer) },
    trace: { _, frames in
      ["first": frames, "second": frames.map(answer), "third": frames.map(answer)]
    })

  static func design(frames count: Int = 5) throws -> Design {
    let frames = frames(count)
    return Design(
      pipeline: try pipeline(), quantizedText: "name: sample\n", frames: frames, expected: frames.map(answer))
  }

  /// The path of a script in `Tests/Oracles`.
  static func oracle(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Oracles/\(name)").path
  }

  /// A fresh folder for one test, removed afterwards.
  static func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
  }

  /// The sample's folder, with some text replaced in one of its files, verified.
  static func verify(
    _ options: VerifyOptions, replace old: String = "", by new: String = "", in file: String = "",
    golden: GoldenModel? = golden
  ) async throws -> VerifyReport {
    try await withFolder { folder in
      let output = folder + "/sample"
      try Emitter.files(of: design()).write(to: output)
      if !file.isEmpty {
        let text = try String(contentsOfFile: "\(output)/\(file)", encoding: .utf8)
        guard let range = text.range(of: old) else { throw Failure(at: file, "'\(old)' is not in it") }
        try text.replacingCharacters(in: range, with: new)
          .write(toFile: "\(output)/\(file)", atomically: true, encoding: .utf8)
      }
      return try await Verifier.run(folder: output, options: options, golden: golden)
    }
  }
}
