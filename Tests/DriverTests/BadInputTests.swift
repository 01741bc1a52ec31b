import Foundation
import Support
import Testing

/// Whatever a user gets wrong is told in words, with its exit code, and leaves no output behind.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct BadInputTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let model = root.appending(path: "Examples/lenet5/lenet5.onnx").path

  /// A folder of its own that is removed afterwards.
  private func inScratch(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-bad-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test(arguments: [
    ("layers:\n  conv9:\n    weights: binary\n", ":3: error: the network has no layer 'conv9'"),
    ("layers:\n  relu1: {}\n", "error: 'relu1' is part of the layer 'conv1'"),
    ("defaults:\n  weight: fixed<8>\n", ":2: error: unknown key 'weight'"),
    (
      "defaults:\n  weights: posit<8>\n", ":2: error: 'posit<8>' has 1 parameters; expected 'posit<bits"
    ),
    ("defaults:\n  weights: fixed<0>\n", ":2: error: "),
    ("defaults:\n  multiplier: xor-sign\n", "error: "),
    ("input:\n  scale: -1\n", ":2: error: '-1' is not a positive number"),
    ("{{{", "error: not YAML"),
    ("- 1\n", "error: the plan is a mapping"),
  ]) func plans(text: String, message: String) throws {
    try inScratch { folder in
      try write(text, folder + "/plan.yml")
      let output = folder + "/out"
      let run = try CommandRun(
        "compile", Self.model, "--plan", folder + "/plan.yml", "--calibrate", "random", "-o", output)
      #expect(run.exitCode == 2)
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(run.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: output))
    }
  }

  @Test func imagesOfTheWrongShape() throws {
    try inScratch { folder in
      // One image of 27 x 28 pixels.
      let bytes = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 27, 0, 0, 0, 28] + [UInt8](repeating: 0, count: 27 * 28)
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/images"))
      let run = try CommandRun("compile", Self.model, "--calibrate", folder + "/images", "-o", folder + "/out")
      #expect(run.exitCode == 2)
      #expect(run.errors.contains("samples of shape [27, 28]"), "\(run.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["images"])
    }
  }

  @Test(arguments: ["/dev/null", "/etc", "/absent"]) func calibrationFiles(path: String) throws {
    try inScratch { folder in
      let run = try CommandRun("compile", Self.model, "--calibrate", path, "-o", folder + "/out")
      #expect(run.exitCode == 2)
      #expect(run.errors.hasPrefix("\(path): error: "), "\(run.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func verifyingWhatIsNoDesign() throws {
    try inScratch { folder in
      let run = try CommandRun("verify", folder)
      #expect(run.exitCode == 2)
      #expect(run.errors.contains(": error: "), "\(run.errors)")
      try write("{}", folder + "/manifest.json")
      #expect(try CommandRun("verify", folder).exitCode == 2)
    }
  }

  @Test(arguments: [1, 2] as [UInt64]) func damagedModels(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.model)))
    try inScratch { folder in
      for round in 0..<15 {
        var bytes = whole
        if round % 2 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
        for _ in 0..<8 { bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random) }
        let path = folder + "/damaged.onnx"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let run = try CommandRun("inspect", path, "--json")
        #expect(run.exitCode == 0 || run.exitCode == 2, "seed \(seed), round \(round): \(run.errors)")
      }
    }
  }
}
