import Foundation
import TestTools
import Testing

/// What `evaluate` says of the images it is given: whence ranges come, and what does not fit.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct EvaluateNoteTests {
  private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples/lenet5/lenet5.onnx").path

  @Test func rangesAndClippedImagesAreTold() throws {
    try withTemporaryFolder { folder in
      let (narrow, wide, labels) = (
        folder.appending(path: "n"), folder.appending(path: "w"), folder.appending(path: "l")
      )
      let image = (0..<784).map { Float($0) / 784 }
      func write(_ values: [Float], to url: URL) throws {
        let bytes = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.bigEndian) { Array($0) } }
        try Data(DataFiles.idx(type: 0x0D, shape: [values.count / 784, 28, 28], elements: bytes)).write(to: url)
      }
      try write(image + image, to: narrow)
      try write(image + image.map { $0 * 3 } + image, to: wide)
      try Data(DataFiles.idx(shape: [3], elements: [0, 1, 2])).write(to: labels)
      let run = try CommandRun(
        "evaluate", Self.model, "--calibrate", narrow.path, "--images", wide.path, "--labels", labels.path)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("note: 1 of 3 samples of '\(wide.path)' have values outside the input's range"))
      #expect(!run.output.contains("ranges that neither model nor plan states"))
      let own = try CommandRun("evaluate", Self.model, "--images", wide.path, "--labels", labels.path)
      #expect(own.output.contains("come from the first 3 of these images"), "\(own.output)\(own.errors)")
      #expect(!own.output.contains("outside the input's range"), "\(own.output)")
      let few = try CommandRun("evaluate", Self.model, "--images", narrow.path, "--labels", labels.path)
      #expect(few.exitCode == 2 && few.errors.contains("holds 3 labels"), "\(few.errors)")
    }
  }

  /// Every command that reads samples counts those that it clips.
  @Test func clippedSamplesAreTold() throws {
    try withTemporaryFolder { folder in
      func file(_ name: String) -> String { folder.appending(path: name).path }
      func write(_ name: String, _ scales: [Float]) throws {
        let values = scales.flatMap { scale in (0..<36).map { scale * Float($0) / 36 } }
        let bytes = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.bigEndian) { Array($0) } }
        try Data(DataFiles.idx(type: 0x0D, shape: [scales.count, 6, 6], elements: bytes)).write(
          to: folder.appending(path: name))
      }
      try write("narrow", [1, 1])
      try write("wide", [1, 3, 1, -2])
      try Data(DataFiles.idx(shape: [4], elements: [0, 1, 2, 0])).write(to: folder.appending(path: "labels"))
      try Data("input: {format: \"fixed<8,7>\", scale: 1}\ndefaults: {range: min-max}\n".utf8).write(
        to: folder.appending(path: "plan.yml"))
      let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Models/small_residual.onnx").path
      let (plan, samples) = (file("plan.yml"), file("wide"))
      try Data(
        DataFiles.idx(shape: [4, 6, 6], elements: [0, 3, 0, 2].flatMap { [UInt8](repeating: $0, count: 36) })
      ).write(to: folder.appending(path: "integers"))
      let compiled = try CommandRun("compile", model, "-o", file("design"), "--calibrate", file("narrow"))
      #expect(compiled.exitCode == 0 && !compiled.output.contains("outside the input's range"))
      for samples in [samples, file("integers")] {
        for arguments in [
          ["compile", model, "-o", file("stated"), "--plan", plan, "--calibrate", samples],
          ["verify", file("stated"), "--inputs", samples, "--simulator", "icarus"],
          ["evaluate", model, "--plan", plan, "--images", samples, "--labels", file("labels")],
          ["compare", model, "--plans", plan, "--images", samples, "--labels", file("labels"), "--verilator", "0"],
        ] {
          let run = try CommandRun(arguments)
          #expect(run.exitCode == 0, "\(run.errors)")
          #expect(
            run.output.contains("2 of 4 samples of '\(samples)' have values outside"), "\(arguments): \(run.output)")
        }
      }
    }
  }
}
