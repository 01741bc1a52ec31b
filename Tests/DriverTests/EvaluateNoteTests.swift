import Foundation
import TestTools
import Testing

/// What `evaluate` says of the images it is given: whence ranges come, and what does not fit.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct EvaluateNoteTests {
  private static let model = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples/lenet5/lenet5.onnx").path

  /// An IDX file of bytes or floats.
  private func write(_ bytes: [UInt8], kind: UInt8, shape: [Int], to url: URL) throws {
    let extents = shape.flatMap { extent -> [UInt8] in [0, 0, UInt8(extent >> 8), UInt8(extent & 255)] }
    let header: [UInt8] = [0, 0, kind, UInt8(shape.count)] + extents
    try Data(header + bytes).write(to: url)
  }

  private func floats(_ values: [Float]) -> [UInt8] {
    values.flatMap { value -> [UInt8] in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(24 - 8 * $0)) }
    }
  }

  @Test func rangesAndClippedImagesAreTold() throws {
    try withTemporaryFolder { folder in
      let (narrow, wide, labels) = (
        folder.appending(path: "n"), folder.appending(path: "w"), folder.appending(path: "l")
      )
      let image = (0..<784).map { Float($0) / 784 }
      try write(floats(image + image), kind: 0x0d, shape: [2, 28, 28], to: narrow)
      try write(floats(image + image.map { $0 * 3 } + image), kind: 0x0d, shape: [3, 28, 28], to: wide)
      try write([0, 1, 2], kind: 8, shape: [3], to: labels)
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
}
