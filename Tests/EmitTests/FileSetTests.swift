import Emit
import Foundation
import Support
import Testing

@Suite struct FileSetTests {
  func files(_ word: String) throws -> FileSet {
    var files = FileSet()
    try files.add(
      "manifest.json", "{\"generator\": \"mantissa\", \"hashes\": {\"a/b.txt\": \"\(SHA256.hex(of: word))\"}}")
    try files.add("a/b.txt", word)
    return files
  }

  func content(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  @Test func writesAndReplacesItsOwnFolder() async throws {
    try await Sample.withFolder { folder in
      try files("one").write(to: folder + "/x/out")
      try files("two").write(to: folder + "/x/out")
      #expect(try content(folder) == ["x", "x/out", "x/out/a", "x/out/a/b.txt", "x/out/manifest.json"])
      #expect(try String(contentsOfFile: folder + "/x/out/a/b.txt", encoding: .utf8) == "two")
    }
  }

  /// A folder of an earlier run with notes, an altered file and something in `build/`.
  private func makeUsed(_ folder: String) throws {
    try files("one").write(to: folder)
    try Disk.makeFolder(folder + "/a/own/empty")
    try Disk.makeFolder(folder + "/build/runs")
    for name in ["notes.txt", "a/own/data.npy", "build/runs/simulator"] {
      try name.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
  }

  private static let kept = [
    "a", "a/b.txt", "a/own", "a/own/data.npy", "a/own/empty", "build", "build/runs", "build/runs/simulator",
    "manifest.json", "notes.txt",
  ]

  @Test func refusesToReplaceWhatItDidNotWrite() async throws {
    try await Sample.withFolder { folder in
      try makeUsed(folder + "/out")
      let failure = #expect(throws: Failure.self) { try files("two").write(to: folder + "/out") }
      let message = failure?.description ?? ""
      #expect(message.contains("'a/own/data.npy', 'a/own/empty', 'notes.txt'"), "\(message)")
      #expect(try content(folder + "/out") == Self.kept)
      #expect(try String(contentsOfFile: folder + "/out/a/b.txt", encoding: .utf8) == "one")
    }
  }

  @Test func refusesToReplaceWhatWasAltered() async throws {
    try await Sample.withFolder { folder in
      try files("one").write(to: folder + "/out")
      try "mine".write(toFile: folder + "/out/a/b.txt", atomically: true, encoding: .utf8)
      let failure = #expect(throws: Failure.self) { try files("two").write(to: folder + "/out") }
      #expect(failure?.description.contains("files were altered since Mantissa wrote them: 'a/b.txt'") == true)
      #expect(try String(contentsOfFile: folder + "/out/a/b.txt", encoding: .utf8) == "mine")
      // A missing one is nothing to lose.
      try FileManager.default.removeItem(atPath: folder + "/out/a/b.txt")
      try files("two").write(to: folder + "/out")
      #expect(try String(contentsOfFile: folder + "/out/a/b.txt", encoding: .utf8) == "two")
    }
  }

  @Test func forceReplacesItsOwnAndKeepsTheRest() async throws {
    try await Sample.withFolder { folder in
      try makeUsed(folder + "/out")
      try "mine".write(toFile: folder + "/out/a/b.txt", atomically: true, encoding: .utf8)
      let notes = Disk.status(of: folder + "/out/notes.txt")?.st_ino
      try OutputFolder(folder + "/out", replacing: true).write(files("two"))
      #expect(try content(folder + "/out") == Self.kept)
      #expect(try String(contentsOfFile: folder + "/out/a/b.txt", encoding: .utf8) == "two")
      #expect(Disk.status(of: folder + "/out/notes.txt")?.st_ino == notes)
      #expect(try content(folder).allSatisfy { $0.hasPrefix("out") })
    }
  }

  @Test(arguments: ["a", "a/b.txt/inside", "manifest.json"])
  func forceReplacesNoStranger(name: String) async throws {
    try await Sample.withFolder { folder in
      let path = URL(fileURLWithPath: "\(folder)/out/\(name)")
      try Disk.makeFolder(path.deletingLastPathComponent().path)
      try "mine".write(to: path, atomically: true, encoding: .utf8)
      let failure = #expect(throws: Failure.self) {
        try OutputFolder(folder + "/out", replacing: true).write(files("one"))
      }
      #expect(failure?.description.contains("Mantissa did not write this") == true)
      #expect(try String(contentsOf: path, encoding: .utf8) == "mine")
    }
  }

  @Test func aFileInPlaceOfAFolderIsAStranger() async throws {
    try await Sample.withFolder { folder in
      try files("one").write(to: folder + "/out")
      try FileManager.default.removeItem(atPath: folder + "/out/a")
      try "mine".write(toFile: folder + "/out/a", atomically: true, encoding: .utf8)
      #expect(throws: Failure.self) { try files("two").write(to: folder + "/out") }
      #expect(throws: Failure.self) { try OutputFolder(folder + "/out", replacing: true).write(files("two")) }
      #expect(try String(contentsOfFile: folder + "/out/a", encoding: .utf8) == "mine")
    }
  }

  @Test func aFolderThatWasMovedAsideComesBack() async throws {
    try await Sample.withFolder { folder in
      try files("one").write(to: folder + "/out")
      // What a disk without exchange leaves when a run is killed between its two steps.
      let aside = folder + "/.mantissa-aside-\(SHA256.hex(of: "out").prefix(32))"
      try FileManager.default.moveItem(atPath: folder + "/out", toPath: aside)
      _ = try OutputFolder(folder + "/out")
      #expect(try content(folder) == ["out", "out/a", "out/a/b.txt", "out/manifest.json"])
    }
  }

  /// What lies in it is neither walked through nor listed as a whole.
  @Test(.timeLimit(.minutes(1)), arguments: ["/", "/usr", "/proc"]) func aHugeForeignFolderIsRefusedAtOnce(
    folder: String
  ) {
    let start = ContinuousClock.now
    let failure = #expect(throws: Failure.self) { try OutputFolder(folder) }
    #expect(failure?.description.hasPrefix("\(folder): error: the folder holds what Mantissa did not write: ") == true)
    #expect(failure?.description.contains(" and more\n") == true)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test func forceKeepsSoManyStrangersOnly() async throws {
    try await Sample.withFolder { folder in
      try Disk.makeFolder(folder + "/out")
      for index in 0...100_000 {
        let file = open("\(folder)/out/\(index)", O_WRONLY | O_CREAT, 0o644)
        close(file)
      }
      let failure = #expect(throws: Failure.self) { try OutputFolder(folder + "/out", replacing: true) }
      #expect(failure?.description.contains("more than 100000 files that Mantissa did not write") == true)
    }
  }

  /// A pipe in the place of a file would never end.
  @Test(.timeLimit(.minutes(1))) func aPipeInPlaceOfAFileIsAStranger() async throws {
    try await Sample.withFolder { folder in
      try files("one").write(to: folder + "/out")
      try FileManager.default.removeItem(atPath: folder + "/out/a/b.txt")
      #expect(mkfifo(folder + "/out/a/b.txt", 0o600) == 0)
      let failure = #expect(throws: Failure.self) { try files("two").write(to: folder + "/out") }
      #expect(failure?.description.contains("did not write: 'a/b.txt'") == true)
      #expect(SHA256.hex(ofFile: folder + "/out/a/b.txt") == nil)
    }
  }

  @Test func aManifestThatLeavesTheFolderNamesNothing() async throws {
    try await Sample.withFolder { folder in
      try "mine".write(toFile: folder + "/own.txt", atomically: true, encoding: .utf8)
      try Disk.makeFolder(folder + "/out")
      try "{\"generator\": \"mantissa\", \"hashes\": {\"../own.txt\": \"0\"}}".write(
        toFile: folder + "/out/manifest.json", atomically: true, encoding: .utf8)
      try files("one").write(to: folder + "/out")
      #expect(try String(contentsOfFile: folder + "/own.txt", encoding: .utf8) == "mine")
    }
  }

  @Test func filesHaveTheDigestsOfTheirTexts() async throws {
    try await Sample.withFolder { folder in
      for text in ["", "abc", String(repeating: "0123456789", count: 100_000)] {
        try text.write(toFile: folder + "/file", atomically: true, encoding: .utf8)
        #expect(SHA256.hex(ofFile: folder + "/file") == SHA256.hex(of: text))
      }
      #expect(SHA256.hex(ofFile: folder) == nil)
      #expect(SHA256.hex(ofFile: folder + "/none") == nil)
    }
  }

  @Test func aLinkToAFolderStaysALink() async throws {
    try await Sample.withFolder { folder in
      try Disk.makeFolder(folder + "/real")
      #expect(symlink("real", folder + "/out") == 0)
      try files("one").write(to: folder + "/out")
      #expect(try content(folder + "/real") == ["a", "a/b.txt", "manifest.json"])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/out") == "real")
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
