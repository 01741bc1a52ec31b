import Foundation
import Support
import TestTools
import Testing

/// ONNX models of single layers from the file to simulated Verilog: `compile`, then `verify`.
@Suite(
  .enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"),
  .enabled(if: LayerModels.python != nil, "no Python with onnx and onnxruntime: run `make test`"))
struct LayerModelTests {
  /// Of the models that `make_cases.py` makes, one or two for each layer.
  private static let names = [
    "addition", "argmax_of_pixels", "averagepool_pads_0", "averagepool_ceil_0", "broadcast_rows", "concat_different",
    "concat_2", "conv_1d_dilated_groups", "convtranspose_crops_1", "convtranspose_groups_0", "convtranspose_strides_1",
    "excitation_from_a_vector", "hardswish_", "mask_of_one_channel", "pad_before_conv_5", "pad_channels_None",
    "prelu_channels", "reduce_mean_18", "reducesum_1_2_3_0", "resize_floor", "slice_steps", "split_unevenly",
    "squeeze_and_excitation", "tanh_", "tiny_unet", "tiny_unet_resized", "topk_of_pixels", "upsample_9",
  ]

  @Test func layersCompileAndVerify() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-layers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try LayerModels.make(in: folder, seed: 3)
    for name in Self.names {
      let output = folder.appending(path: "\(name)-rtl").path
      let compiled = try CommandRun(
        "compile", folder.appending(path: "\(name).onnx").path, "--calibrate", "random", "-o", output)
      #expect(compiled.exitCode == 0, "\(name): \(compiled.errors)")
      guard compiled.exitCode == 0 else { continue }
      // Icarus takes a minute for a large one.
      let simulator = name.hasPrefix("tiny_unet") ? "verilator" : "icarus"
      let run = try CommandRun(
        "verify", output, "--simulator", simulator, "--frames", "3", "--seed", "3", "--json")
      #expect(run.exitCode == 0, "\(name): \(run.errors)\(run.output)")
      let report = try JSONDecoder().decode(Counts.self, from: Data(run.output.utf8))
      #expect(report.wordsCompared > 0 && report.mismatches == 0, "\(name): \(report)")
      #expect(try lint(design: URL(fileURLWithPath: output)) == "", "\(name)")
    }
  }

  private struct Counts: Decodable {
    var wordsCompared: Int
    var mismatches: Int

    private enum CodingKeys: String, CodingKey {
      case wordsCompared = "words_compared"
      case mismatches
    }
  }
}

/// The oracles' models.
enum LayerModels {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A Python that has onnx and onnxruntime: `MANTISSA_PYTHON`, or what `make test` installs.
  static let python: String? = {
    let installed = root.appending(path: ".build/oracles/bin/python3").path
    let path = ProcessInfo.processInfo.environment["MANTISSA_PYTHON"] ?? installed
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
    return (try? exitCode(of: path, ["-c", "import onnx, onnxruntime, numpy"])) == 0 ? path : nil
  }()

  static func make(in folder: URL, seed: Int) throws {
    let script = root.appending(path: "Tests/Oracles/make_cases.py").path
    let status = try exitCode(of: try #require(python), [script, folder.path, "\(seed)"])
    #expect(status == 0)
  }

  private static func exitCode(of path: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
