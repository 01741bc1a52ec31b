import Emit
import Foundation
import Support
import TestTools
import Testing
import Verify

/// Frames that are drawn after the folder's own, as `VerifyOptions.vectors` shows them.
@Suite struct DrawnFramesTests {
  /// The words that are fed to the sample, by the file's lines.
  func fed(frames: Int, seed: UInt64) async throws -> (report: VerifyReport, input: [Substring], expected: [Substring])
  {
    try await Sample.withFolder { folder in
      var options = VerifyOptions(simulator: .icarus, frames: frames, seed: seed, measuresCycles: false)
      options.vectors = folder + "/kept"
      let report = try await Sample.verify(options)
      let texts = try ["input.hex", "expected.hex"].map {
        try String(contentsOfFile: "\(folder)/kept/\($0)", encoding: .utf8).split(separator: "\n")
      }
      return (report, texts[0], texts[1])
    }
  }

  @Test func theyFollowTheFoldersOwnAndDependOnTheSeed() async throws {
    let some = try await fed(frames: 40, seed: 1)
    #expect(some.report.passed && some.report.frames == 40 && some.report.distinctFrames == 40)
    #expect(some.input.count == 40 * 6 && some.expected.count == 40 * 12)
    let own = try Emitter.files(of: Sample.design())
    #expect(some.input.prefix(5 * 6) == (own["vectors/input.hex"] ?? "").split(separator: "\n")[...])
    let again = try await fed(frames: 40, seed: 1).input
    let other = try await fed(frames: 40, seed: 2).input
    #expect(again == some.input && other.prefix(5 * 6) == some.input.prefix(5 * 6) && other != some.input)
    // Codes of six bits in lanes of eight: extremes and everything between occur.
    let lanes = Set(some.input.flatMap { word in stride(from: 0, to: 8, by: 2).map { word.dropFirst($0).prefix(2) } })
    #expect(lanes.isSuperset(of: ["00", "01", "1f", "20", "3f"]) && lanes.count > 50)
    #expect(lanes.allSatisfy { (Int($0, radix: 16) ?? 64) < 64 })
  }
}
