import Arithmetic
import Foundation
import Operators
import Support
import TestTools
import Testing

/// The file that lets a check go on is trusted no more than any other.
@Suite struct StateTests {
  private static func made() throws -> (Operator, AllPairs) {
    let made = try OperatorRegistry.make(OperatorRequest("add", formats: [try Format("fp16")]))
    return (made, try AllPairs(made))
  }

  @Test func finishedBlocksAreKept() throws {
    let (made, pairs) = try Self.made()
    try withTemporaryFolder { folder in
      let path = folder.path() + "/state"
      _ = try OperatorState(path, for: made, pairs)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.seekToEnd()
      // One block twice, one that is not there, pairs that no block has, one cut off.
      try handle.write(
        contentsOf: Data("3 65536 .\n3 65536 .\n65536 1 .\n5 9223372036854775807 .\n7 65".utf8))
      let state = try OperatorState(path, for: made, pairs)
      #expect(state.finished.keys.sorted() == [3])
      #expect(!state.isRestarted)
    }
  }

  /// Text that begins as a state does is somebody's all the same.
  @Test(arguments: [
    "mantissa is a fine word\nmy notes\n", "mantissa 2: notes on add\n", "a line\n", "mantissa ",
    "mantissa 2: add fp16, all 2^32 pairs, " + String(repeating: "a", count: 64) + "\n1 2 .\nmy own line\n",
  ]) func aStrangersFileIsLeftAlone(text: String) throws {
    let (made, pairs) = try Self.made()
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "notes.txt")
      try Data(text.utf8).write(to: file)
      let failure = #expect(throws: Failure.self) { try OperatorState(file.path(), for: made, pairs) }
      #expect(failure?.kind == .input)
      #expect(failure?.description.contains("this is no state of a check") == true)
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test func aStateOfAnotherCheckIsBegunAnew() throws {
    let (made, pairs) = try Self.made()
    try withTemporaryFolder { folder in
      let path = folder.path() + "/state"
      let text = "mantissa 2: another, all 2^32 pairs, " + String(repeating: "a", count: 64) + "\n1 65536 .\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let state = try OperatorState(path, for: made, pairs)
      #expect(state.isRestarted)
      #expect(state.finished.isEmpty)
    }
  }
}
