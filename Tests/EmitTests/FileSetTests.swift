import Emit
import Foundation
import Support
import Testing

@Suite struct FileSetTests {
  func files(_ word: String) throws -> FileSet {
    var files = FileSet()
    try files.add("manifest.json", "{\"generator\": \"mantissa\"}")
    try files.add("a/b.txt", word)
    return files
  }

  func content(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  @Test func writesAndReplacesItsOwnFolder() async throws {
    try await Sample.withFolder { folder in
      try files("one").write(to: folder + "/x/out")
      try "stale".write(toFile: folder + "/x/out/stale.txt", atomically: true, encoding: .utf8)
      try files("two").write(to: folder + "/x/out")
      #expect(try content(folder) == ["x", "x/out", "x/out/a", "x/out/a/b.txt", "x/out/manifest.json"])
      #expect(try String(contentsOfFile: folder + "/x/out/a/b.txt", encoding: .utf8) == "two")
    }
  }

  @Test(arguments: ["notes.txt", "manifest.json"])
  func leavesAForeignFolderAlone(name: String) async throws {
    try await Sample.withFolder { folder in
      try "{\"generator\": \"web\"}".write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      #expect(throws: Failure.self) { try files("one").write(to: folder) }
      #expect(try content(folder) == [name])
    }
  }

  @Test func takesAnEmptyFolder() async throws {
    try await Sample.withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/out", withIntermediateDirectories: true)
      try files("one").write(to: folder + "/out")
      #expect(try content(folder + "/out") == ["a", "a/b.txt", "manifest.json"])
    }
  }

  @Test func leavesNothingBehindWhenAFileCannotBeWritten() async throws {
    try await Sample.withFolder { folder in
      var bad = try files("one")
      try bad.add("a/b.txt2/c", "x")
      try bad.add("a/b.txt2", "a file and a folder of one name")
      #expect(throws: Failure.self) { try bad.write(to: folder + "/out") }
      #expect(try content(folder) == [])
    }
  }

  @Test func refusesAFileAndAFileAsParent() async throws {
    try await Sample.withFolder { folder in
      try "x".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
      #expect(throws: Failure.self) { try files("one").write(to: folder + "/file") }
      #expect(throws: Failure.self) { try files("one").write(to: folder + "/file/out") }
      #expect(throws: Failure.self) { try files("one").write(to: "/proc/mantissa") }
      #expect(try content(folder) == ["file"])
    }
  }

  @Test(arguments: ["../x", "/x", "a//b", "a/../../b", ""])
  func refusesPathsThatLeaveTheFolder(path: String) {
    var files = FileSet()
    #expect(throws: Failure.self) { try files.add(path, "") }
  }

  @Test func knownDigests() {
    #expect(SHA256.hex(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(SHA256.hex(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hex(of: String(repeating: "a", count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: [1, 3, 8, 11, 32])
  func wordsComeBack(width: Int) throws {
    var random = SplitMix64(seed: UInt64(width))
    let coding = WordCoding(lanes: 5, elementWidth: width, laneStride: (width + 7) / 8 * 8)
    let codes = (0..<20).map { _ in UInt32(truncatingIfNeeded: random.next()) >> UInt32(32 - width) }
    let words = coding.words(codes)
    #expect(words.count == 4)
    #expect(try words.flatMap { try #require(coding.codes($0)) } == codes)
    #expect(coding.codes("x" + words[0].dropFirst())?.contains(nil) == (width % 8 == 0 || width % 8 > 4))
    #expect(coding.codes("g" + words[0].dropFirst()) == nil)
    #expect(coding.codes("0" + words[0]) == nil)
  }
}
