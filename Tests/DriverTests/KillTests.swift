import Foundation
import Support
import TestTools
import Testing

/// A command that is killed at any moment leaves no process, after the next run no temporary file, and every file of
/// the user's as it was; a design is the old one or the new one.
///
/// `make kills` kills each command many more times.
@Suite(.serialized, .enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct KillTests {
  private static let kills = ProcessInfo.processInfo.environment["MANTISSA_KILLS"].flatMap { Int($0) } ?? 2
  private static let signals = [SIGKILL, SIGTERM, SIGINT]

  /// A shell line that makes ready and one that is killed; `$M` is the command.
  private static let commands: [(name: String, ready: String, killed: String)] = [
    ("compile", "true", "$M compile model.onnx --calibrate random -o design --force --target-cycles $CYCLES"),
    ("verify in Verilator", "rm -rf design/build/model-*", "$M verify design --frames 20"),
    ("verify in Icarus", "rm -rf design/build/model-*", "$M verify design --simulator icarus --frames 2"),
    ("operator verify", "true", "$M operator verify add --format fp16 --samples 2000000 --state own.state"),
    ("evaluate", "true", "$M evaluate model.onnx --images images.npy --labels labels.npy --trace own.json"),
    ("operator synthesise", "rm -rf synthesis", "$M operator synthesise --only 'PLAM 8' --cache synthesis -o own.md"),
  ]

  @Test(arguments: commands.indices) func nothingIsLeftAndNothingIsLost(index: Int) throws {
    let command = Self.commands[index]
    try withTemporaryFolder { folder in
      let bench = try KillBench(folder)
      // The first run also fills the caches.
      _ = try bench.complete(command.ready, command.killed)
      let seconds = try bench.complete(command.ready, command.killed)
      let seed = UInt64(index) + 1
      var random = SplitMix64(seed: seed)
      var hit = 0
      for round in 0..<Self.kills {
        let moment = Double.random(in: 0..<max(seconds, 0.05), using: &random)
        let signal = Self.signals[round % Self.signals.count]
        if try bench.kill(command.ready, command.killed, round: round, after: moment, by: signal) { hit += 1 }
        let place = "\(command.name), seed \(seed), round \(round), signal \(signal) after \(moment) s"
        #expect(try bench.processes() == [], "\(place)")
        #expect(try bench.leftovers() == [], "\(place)")
        #expect(try bench.lost() == [], "\(place)")
        #expect(try bench.isWhole(), "\(place)")
      }
      print("\(command.name): \(Self.kills) kills in \(seconds) s, \(hit) of them before its end")
      // Of a few all may come too late on a busy machine.
      #expect(hit > 0 || Self.kills < 10)
      #expect(try bench.complete(command.ready, command.killed) > 0)
    }
  }
}
