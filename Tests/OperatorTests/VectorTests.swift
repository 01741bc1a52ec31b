import Arithmetic
import Foundation
import Operators
import Support
import Testing

/// Vector files beside the project, every row, by the golden functions; and files that are no vectors.
@Suite struct VectorTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/vectors")

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

  @Test(
    .enabled(if: isPresent, "needs the folder ../shared/vectors"),
    arguments: [
      ("plam_8_0_mul", "multiply", "posit<8,0>", "plam"), ("plam_8_0_mul", "multiply", "posit<8,2>", "plam"),
      ("plam_16_1_mul", "multiply", "posit<16,1>", "plam"), ("plam_16_1_mul", "multiply", "posit<16,3>", "plam"),
      ("posit_8_1_mul", "multiply", "posit<8,1>", nil), ("posit_32_2_mul", "multiply", "posit<32,2>", nil),
      ("posit_32_2_add", "add", "posit<32,2>", nil), ("f16_mul", "multiply", "fp16", nil),
      ("f32_add", "add", "fp32", nil),
      ("bf16_mul", "multiply", "bf16", nil),
    ] as [(String, String, String, String?)])
  func everyRow(file: String, name: String, format: String, multiplier: String?) throws {
    let made = try OperatorRegistry.make(
      OperatorRequest(name, formats: [try Format(format)], multiplier: multiplier))
    let rows = try VectorFile(Self.folder.appending(path: "\(file).txt.gz").path(), for: made)
    let findings = try OperatorCheck(made, rows, model: nil).run()
    #expect(findings.mismatchesGolden == 0, "\(String(describing: findings.firstMismatch))")
    #expect(findings.pairs > 46_000)
  }

  @Test(arguments: [
    ("00 01\n", ":1: error: 2 numbers"), ("00 01 02\n00 1ff 02\n", ":2: error: '1ff' has more than 8 bits"),
    ("00 01 0g\n", ":1: error: 'g' is no hexadecimal digit"), ("\n\n", "holds no rows"), ("", "holds no rows"),
    ("0 0 0\n1 2 3 4 5\n", ":2: error: 5 numbers"), ("0 0 11111111111111111\n", "more than 64 bits"),
  ]) func badRows(text: String, message: String) throws {
    let made = try OperatorRegistry.make(OperatorRequest("add", formats: [try Format("posit<8,0>")]))
    let path = FileManager.default.temporaryDirectory.appending(path: "mantissa-rows-\(UUID().uuidString)")
    try text.write(to: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: path) }
    let failure = #expect(throws: Failure.self) { try VectorFile(path.path(), for: made) }
    #expect(failure?.kind == .input)
    #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
  }

  /// A line without end, and a few kB that inflate to gigabytes, end in a message before they fill the memory.
  @Test(arguments: [(" ", "has more than 4096 bytes"), ("0 0 0\n", "is too large")])
  func filesThatGrow(text: String, message: String) throws {
    let made = try OperatorRegistry.make(OperatorRequest("add", formats: [try Format("posit<8,0>")]))
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-rows-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "yes '\(text)' | tr -d '\(text == " " ? "\\n" : "")' | head -c 150000000 | gzip -1 > rows.gz",
    ]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    let failure = #expect(throws: Failure.self) { try VectorFile(folder.path() + "/rows.gz", for: made) }
    #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
  }

  /// A file of wrong results, and NaNs of other bits than the canonical one.
  @Test func mismatchesAreCounted() throws {
    let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: [try Format("fp16")]))
    let path = FileManager.default.temporaryDirectory.appending(path: "mantissa-rows-\(UUID().uuidString)")
    // 1 * 1; 0 * infinity as another NaN; the same as infinity; 2 * 2 as 2.
    try "3c00 3c00 3c00\n0 7c00 fe01 10\n0 7c00 7c00\n4000 4000 4000\n".write(
      to: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: path) }
    let findings = try OperatorCheck(made, try VectorFile(path.path(), for: made), model: nil).run()
    #expect(findings.pairs == 4)
    #expect(findings.mismatchesGolden == 2)
    #expect(findings.firstMismatch?.a == [0])
    #expect(findings.firstMismatch?.found == [0x7e00])
  }
}
