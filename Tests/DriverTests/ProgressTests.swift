import Driver
import Foundation
import Synchronization
import Testing

/// What takes long says what it does.
@Suite struct ProgressTests {
  @Test func compilingTellsItsSteps() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-progress-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let shown = Mutex<[String]>([])
    let options = CompileOptions(
      model: root.appending(path: "Examples/lenet5/lenet5.onnx").path, calibration: "random", output: folder.path)
    _ = try compile(options, progress: Progress { text in shown.withLock { $0.append(text) } })
    let lines = shown.withLock { $0 }
    let steps = ["reading", "quantizing", "calibrating: 64 of 64", "sizing", "simulating", "making", "writing"]
    let places = steps.map { step in lines.firstIndex { $0.contains(step) } }
    #expect(places.compactMap { $0 }.sorted() == places, "\(lines)")
    // The line is taken away at the end.
    #expect(lines.last.map { $0.hasSuffix("\u{1B}[K") } == true)
  }
}
