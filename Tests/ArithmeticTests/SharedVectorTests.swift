import Arithmetic
import Foundation
import Support
import TestTools
import Testing

/// Products rounded by Berkeley TestFloat and SoftFloat, where the vector files are beside the project.
@Suite struct SharedVectorTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/vectors")

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

  @Test(
    .enabled(if: isPresent, "needs the folder ../shared/vectors"),
    arguments: [("f16_mul", "fp16", 1), ("f32_mul", "fp32", 3), ("bf16_mul", "bf16", 5)])
  func roundedProducts(_ file: String, _ spelling: String, everyNth: Int) throws {
    let format = try Format(spelling).number
    let text = try run("gzip", ["-dc", "\(file).txt.gz"], in: Self.folder).output
    var compared = 0
    for (index, line) in text.split(separator: "\n").enumerated() where index % everyNth == 0 {
      let words = line.split(separator: " ").prefix(3).compactMap { UInt32($0, radix: 16) }
      try #require(words.count == 3)
      guard let a = format.value(of: words[0]), let b = format.value(of: words[1]), format.hasValue(words[2]) else {
        continue
      }
      // Encoders make +0 of every zero.
      let expected = format.value(of: words[2]) == .zero ? 0 : words[2]
      if format.encode(a * b) != expected { Issue.record("\(line): found \(format.encode(a * b))") }
      compared += 1
    }
    #expect(compared > 8000)
  }
}
