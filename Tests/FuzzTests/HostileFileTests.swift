import Foundation
import Testing

/// Hostile files of every kind are taken or refused in words: no trap, no hang, no absurd memory.
@Suite(.enabled(if: FuzzRun.isBuilt, "the fuzzer is not built beside the tests"))
struct HostileFileTests {
  @Test(arguments: [
    ("onnx", 200), ("plan", 40), ("npy", 200), ("idx", 150), ("gz", 150), ("labels", 100), ("vectors", 1000),
    ("quantized", 150), ("manifest", 150), ("frames", 150), ("state", 500), ("calibration", 400), ("liberty", 800),
    ("space", 200), ("recipe", 40), ("checkpoint", 60), ("numbers", 60),
    ("results", 300),
  ]) func hostileFilesAreTakenOrRefused(kind: String, cases: Int) throws {
    let run = try FuzzRun(kind, cases: cases)
    let row = try #require(run.rows[kind], "\(run.output)")
    #expect(row.broken == 0, "\(run.output)\n\(run.findings)")
    #expect(run.status == 0)
    #expect(row.next == cases)
    // Both happen, or the mutations test nothing.
    #expect(row.accepted >= cases / 100, "\(row)")
    #expect(row.refused >= cases / 100, "\(row)")
    #expect(row.accepted + row.refused == cases)
  }

  /// A reader that traps, hangs, takes memory or answers badly is found, and the files are made small.
  @Test func aFaultyReaderIsNoticed() throws {
    let run = try FuzzRun("faulty", cases: 40)
    let row = try #require(run.rows["faulty"], "\(run.output)")
    #expect(run.status == 1)
    #expect(row.next == 40)
    #expect(row.broken > 5)
    #expect(row.accepted > 3)
    #expect(row.refused > 3)
    #expect(row.accepted + row.refused + row.broken == 40)
    #expect(run.findings.contains("trap"))
    #expect(run.findings.contains("complaint"))
    // A byte alone is enough for each fault.
    #expect(run.sizes.contains(1), "\(run.sizes)")
  }
}

/// A campaign in a folder of its own.
private struct FuzzRun {
  struct Row: Decodable {
    var next: Int
    var accepted: Int
    var refused: Int
    var broken: Int
  }

  var status: Int32
  var output: String
  var rows: [String: Row]
  /// What is written of the cases that broke, and the sizes of their files.
  var findings = ""
  var sizes: [Int] = []

  /// The fuzzer stands beside the test bundle.
  static var executable: URL {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "fuzz")
  }

  static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: executable.path) }

  init(_ kind: String, cases: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mantissa-fuzz-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = ["count", folder.path, "\(cases)", kind]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
    let state = FileManager.default.contents(atPath: folder.appending(path: "state.json").path) ?? Data("{}".utf8)
    rows = try JSONDecoder().decode([String: Row].self, from: state)
    let found = folder.appending(path: "findings")
    for name in try FileManager.default.contentsOfDirectory(atPath: found.path).sorted() {
      let data = FileManager.default.contents(atPath: found.appending(path: name).path) ?? Data()
      if name.hasSuffix(".txt") {
        findings += String(decoding: data, as: UTF8.self)
      } else {
        sizes.append(data.count)
      }
    }
  }
}
