import Foundation
import Support
import TestTools
import Testing

/// Trainings that are killed and disks that are full: the checkpoint is whole or absent, and `--resume` comes to the bits of
/// a run that was never disturbed.
@Suite(.serialized, .enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct TrainingKillTests {
  private static let kills = ProcessInfo.processInfo.environment["MANTISSA_KILLS"].flatMap { Int($0) } ?? 3
  private static let signals = [SIGKILL, SIGTERM, SIGINT]
  private static let canMount =
    (try? run("unshare", ["-m", "mount", "-t", "tmpfs", "none", "/tmp"], in: URL(fileURLWithPath: "/")))?.status == 0
  private static let files = [
    "README.md", "checkpoint", "curves.svg", "log.csv", "log.json", "model.onnx", "plan.yml", "recipe.yml",
  ]
  private static let command =
    "'\(CommandRun.executable.path)' train net.onnx --images images.idx --labels labels.idx --plan plan.yml"
    + " --recipe recipe.yml"

  /// A folder with a training that uses all that a checkpoint holds.
  private static func workplace(epochs: Int) throws -> TrainTests.Workplace {
    let place = try TrainTests.Workplace()
    _ = try place.write("plan.yml", "defaults: {weights: 'fixed<3>', activations: 'ufixed<4>'}\n")
    _ = try place.write(
      "recipe.yml",
      """
      epochs: \(epochs)
      batch: 20
      average: 0.9
      dropout: 0.1
      augment: {shift: 1}
      quantizers: {weights: lsq, activations: lsq}
      """)
    return place
  }

  private static func shell(_ line: String, _ place: TrainTests.Workplace) throws -> Finished {
    try run("bash", ["-c", line], in: place.folder)
  }

  /// What the training came to; its log without the seconds.
  private static func result(_ place: TrainTests.Workplace, _ folder: String) throws -> [String] {
    let log = try String(contentsOfFile: place.path("\(folder)/log.csv"), encoding: .utf8)
    let rows = log.split(separator: "\n").map { $0.split(separator: ",").prefix(6).joined(separator: ",") }
    let files = try ["model.onnx", "plan.yml"].map { SHA256.hex(of: [UInt8](try place.bytes("\(folder)/\($0)"))) }
    return files + rows
  }

  @Test func killedTrainingsGoOnToTheSameBits() throws {
    let place = try Self.workplace(epochs: 30)
    defer { place.remove() }
    let start = ContinuousClock.now
    let whole = try Self.shell("\(Self.command) -o whole", place)
    try #require(whole.status == 0, "\(whole.output)")
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let expected = try Self.result(place, "whole")
    var random = SplitMix64(seed: 71)
    var resumed = 0
    for round in 0..<Self.kills {
      let moment = Double.random(in: 0.2..<0.9, using: &random) * seconds
      let signal = Self.signals[round % Self.signals.count]
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/bash")
      process.arguments = ["-c", "exec \(Self.command) -o killed > killed.log 2>&1"]
      process.currentDirectoryURL = place.folder
      try process.run()
      usleep(UInt32(moment * 1e6))
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      let label = "seed 71, round \(round), signal \(signal) after \(moment) s"
      let hasCheckpoint = FileManager.default.fileExists(atPath: place.path("killed/checkpoint"))
      if hasCheckpoint { resumed += 1 }
      let next = try Self.shell("\(Self.command) -o killed \(hasCheckpoint ? "--resume" : "--force")", place)
      #expect(next.status == 0, "\(label): \(next.output)")
      #expect(try Self.result(place, "killed") == expected, "\(label)")
      let names = try FileManager.default.contentsOfDirectory(atPath: place.path("killed")).sorted()
      #expect(names == Self.files, "\(label)")
      try FileManager.default.removeItem(atPath: place.path("killed"))
    }
    print("train: \(Self.kills) kills in \(seconds) s, \(resumed) of them after a checkpoint")
    #expect(resumed > 0)
  }

  /// The disk is filled once there is a checkpoint; with room again the training goes on from it.
  @Test(.enabled(if: canMount, "no disk can be mounted here")) func aFullDiskKeepsTheCheckpoint() throws {
    let place = try Self.workplace(epochs: 60)
    defer { place.remove() }
    let whole = try Self.shell("\(Self.command) -o whole", place)
    try #require(whole.status == 0, "\(whole.output)")
    let script = """
      mkdir small && mount -t tmpfs -o size=600k none small || exit 9
      \(Self.command) -o small/out >log.txt 2>errors.txt & train=$!
      until [ -e small/out/checkpoint ]; do sleep 0.01; done
      dd if=/dev/zero of=small/full bs=1k 2>/dev/null
      wait $train; echo $?
      rm small/full; cat errors.txt
      \(Self.command) -o small/out --resume >>log.txt 2>&1 || cat log.txt
      cp -r small/out out
      """
    let found = try run("unshare", ["-m", "bash", "-c", script], in: place.folder)
    #expect(found.output.hasPrefix("3\n") && found.output.contains("/small/out/"), "\(found.output)")
    #expect(found.output.contains("No space left on device"), "\(found.output)")
    #expect(try Self.result(place, "out") == Self.result(place, "whole"))
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path("out")).sorted()
    #expect(names == Self.files)
  }
}
