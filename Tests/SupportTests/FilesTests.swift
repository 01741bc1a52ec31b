import Foundation
import Support
import Testing

/// Files that commands write, and what they leave on a disk that others use too.
@Suite struct FilesTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = try Temporary.folder()
    defer { folder.remove() }
    try body(folder.path)
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func write(_ text: String, _ path: String) throws { try Disk.write(text.utf8, to: path) }
  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func temporaryFoldersArePrivateAndUnpredictable() throws {
    let (first, second) = (try Temporary.folder(), try Temporary.folder())
    defer { second.remove() }
    let status = try #require(Disk.status(of: first.path))
    #expect(status.st_mode & 0o777 == 0o700 && status.st_uid == geteuid())
    #expect(first.path != second.path)
    first.remove()
    #expect(Disk.status(of: first.path) == nil)
  }

  @Test func whatAKilledRunLeftIsSweptAndNothingElse() throws {
    try inFolder { folder in
      let digits = String(repeating: "0123456789abcdef", count: 2)
      let living = try Temporary.folder(beside: folder + "/out")
      defer { living.remove() }
      for name in [".mantissa-\(digits)", "mantissa-\(digits)x", "mantissa-backup", ".mantissa-\(digits.uppercased())"]
      {
        try Disk.makeFolder("\(folder)/\(name)/inside")
      }
      Temporary.sweep(beside: folder + "/out")
      #expect(Disk.status(of: living.path) != nil)
      #expect(Disk.status(of: "\(folder)/.mantissa-\(digits)") == nil)
      #expect(try names(folder).count == 4)
    }
  }

  @Test func anOutputIsWrittenThroughLinksWithItsMode() throws {
    try inFolder { folder in
      try write("old", folder + "/real")
      #expect(chmod(folder + "/real", 0o640) == 0)
      #expect(symlink("real", folder + "/link") == 0)
      try OutputFile(folder + "/link").write("new")
      #expect(try text(folder + "/real") == "new")
      #expect(Disk.status(of: folder + "/real")?.st_mode == S_IFREG | 0o640)
      #expect(Disk.status(of: folder + "/link")?.st_mode == S_IFLNK | 0o777)
      try OutputFile(folder + "/a/b/new").write("deep")
      #expect(try text(folder + "/a/b/new") == "deep")
      #expect(try names(folder) == ["a", "link", "real"])
    }
  }

  @Test func devicesStayDevices() throws {
    try OutputFile("/dev/null").write("nothing")
    #expect((Disk.status(of: "/dev/null")?.st_mode ?? 0) & S_IFMT == S_IFCHR)
    let failure = #expect(throws: Failure.self) { try OutputFile("/dev/full").write("anything") }
    #expect(failure?.kind == .tool)
    #expect(failure?.description.contains("No space left on device") == true)
  }

  @Test func namesThatCannotBeAreRefused() throws {
    try inFolder { folder in
      #expect(symlink("/nowhere/at all", folder + "/dangling") == 0)
      let long = String(repeating: "n", count: 300)
      for (path, message) in [
        ("", "an output cannot have an empty name"), (folder, "this is a folder"),
        (folder + "/dangling", "a link to '/nowhere/at all', which leads nowhere"), (folder + "/" + long, "too long"),
      ] {
        let failure = #expect(throws: Failure.self) { try OutputFile(path) }
        #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
      }
      try OutputFile("\(folder)/\(long.prefix(240))").write("as long as disks take")
    }
  }

  @Test func anInputIsNoOutput() throws {
    try inFolder { folder in
      try write("model", folder + "/model")
      #expect(symlink("model", folder + "/link") == 0)
      let failure = #expect(throws: Failure.self) {
        try OutputFile(folder + "/link", besides: [nil, "/absent", folder + "/model"])
      }
      #expect(failure?.description.contains("this is also what is read") == true)
      _ = try OutputFile(folder + "/new", besides: [folder + "/model", "/absent"])
    }
  }

  @Test func aDamagedFileOfACacheIsMadeAgain() throws {
    try inFolder { folder in
      try write("content", folder + "/made")
      try Disk.makeFolder(folder + "/cache")
      let cache = FileCache(folder: folder + "/cache")
      #expect(cache.file("key")?.path == nil)
      let path = try cache.keep(folder + "/made", as: "key").path
      #expect(cache.file("key")?.path == path)
      #expect(truncate(path, 3) == 0)
      #expect(cache.file("key")?.path == nil)
      #expect(try names(cache.folder).isEmpty)
      try cache.keep(folder + "/made", as: "group-1", group: "group-")
      try cache.keep(folder + "/made", as: "group-2", group: "group-")
      #expect(cache.file("group-1")?.path == nil && cache.file("group-2")?.path != nil)
      #expect(try names(cache.folder).count == 1)
      let used = try cache.keep(folder + "/made", as: "group-1", group: "group-")
      try cache.keep(folder + "/made", as: "group-2", group: "group-")
      #expect(withExtendedLifetime(used) { Disk.status(of: used.path) } != nil)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func whatOthersOwnIsNotTrusted() throws {
    try inFolder { folder in
      try write("content", folder + "/made")
      try Disk.makeFolder(folder + "/cache")
      #expect(chmod(folder + "/cache", 0o777) == 0)
      #expect(Disk.isPrivate(folder + "/cache"))
      #expect((Disk.status(of: folder + "/cache")?.st_mode ?? 0) & 0o777 == 0o755)
      let path = try FileCache(folder: folder + "/cache").keep(folder + "/made", as: "key").path
      #expect(chown(path, 1, 1) == 0)
      #expect(FileCache(folder: folder + "/cache").file("key")?.path == nil)
      #expect(chown(folder + "/cache", 1, 1) == 0)
      #expect(!Disk.isPrivate(folder + "/cache"))
      #expect(symlink(folder + "/cache", folder + "/link") == 0)
      #expect(!Disk.isPrivate(folder + "/link"))
    }
  }

  @Test func oneWriterOrManyReaders() throws {
    try inFolder { folder in
      let folder = folder + "/design"
      try Disk.makeFolder(folder)
      var reader = FileLock(folder, .shared)
      #expect(reader != nil && FileLock(folder, .shared) != nil)
      #expect(FileLock(folder, .exclusive) == nil)
      let failure = #expect(throws: Failure.self) {
        try FileLock.waiting(for: folder, .exclusive, patience: .milliseconds(50))
      }
      #expect(failure?.description.contains("another run of Mantissa uses this folder") == true)
      reader = nil
      let (writer, none) = (
        try FileLock.waiting(for: folder, .exclusive), try FileLock.waiting(for: folder + "/absent", .exclusive)
      )
      #expect(writer != nil && none == nil)
    }
  }
}
