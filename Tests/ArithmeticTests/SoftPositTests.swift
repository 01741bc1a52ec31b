import Arithmetic
import Foundation
import Support
import TestTools
import Testing

/// Posit operations beside SoftPosit, from PyPI.
@Suite struct SoftPositTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A Python that has softposit: `MANTISSA_PYTHON`, or what `make test` installs.
  static let python: String? = {
    let installed = root.appending(path: ".build/oracles/bin/python3").path()
    let path = ProcessInfo.processInfo.environment["MANTISSA_PYTHON"] ?? installed
    guard FileManager.default.isExecutableFile(atPath: path) else { return nil }
    return (try? run(path, ["-c", "import softposit"], in: root))?.status == 0 ? path : nil
  }()

  @Test(
    .enabled(if: python != nil, "no Python with softposit: run `make test`, or set MANTISSA_PYTHON"),
    arguments: [(8, 0), (16, 1), (32, 2), (16, 2), (12, 2), (24, 2)])
  func operations(_ width: Int, _ exponentWidth: Int) throws {
    let format = PositFormat(width: width, exponentWidth: exponentWidth)
    let pairs = Samples.pairs(of: format, count: 12_000, seed: UInt64(471 + width))
    let results = try Self.results(format, pairs)
    let dots = stride(from: 0, to: pairs.count, by: 8).map { start in
      format.fusedDot(pairs[start..<start + 8].map(\.0), pairs[start..<start + 8].map(\.1))
    }
    let expected =
      pairs.map { format.multiply($0, $1) } + pairs.map { format.add($0, $1) }
      + pairs.map { format.subtract($0, $1) } + dots
    #expect(results.count == expected.count)
    for (index, (found, expected)) in zip(results, expected).enumerated() where found != expected {
      Issue.record("\(format) \(index) \(index < 36_000 ? "\(pairs[index % 12_000])" : ""): \(found) \(expected)")
    }
  }

  /// What SoftPosit makes of the pairs; see `run_posits.py`.
  private static func results(_ format: PositFormat, _ pairs: [(UInt32, UInt32)]) throws -> [UInt32] {
    try withTemporaryFolder { folder in
      let codes = pairs.flatMap { [$0.0, $0.1] }
      try codes.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "pairs"))
      let script = root.appending(path: "Tests/Oracles/run_posits.py").path()
      let finished = try run(
        python ?? "python3", [script, "\(format.width)", "\(format.exponentWidth)", "pairs", "results"], in: folder)
      #expect(finished.status == 0, "\(finished.output)")
      return try Data(contentsOf: folder.appending(path: "results"))
        .withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
    }
  }
}
