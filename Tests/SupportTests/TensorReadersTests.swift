import Support
import Testing

@Suite struct TensorReadersTests {
  /// x -> a; a, a -> b; a -> c (unread); x, b -> d, which leaves.
  private let readers = TensorReaders(
    [
      (name: "a", inputs: ["x"]), (name: "b", inputs: ["a", "a"]), (name: "c", inputs: ["a"]),
      (name: "d", inputs: ["x", "b"]),
    ], output: "d")

  @Test func readingsAreCounted() {
    #expect(["x", "a", "b", "c", "d"].map { readers.readings(of: $0) } == [2, 3, 1, 0, 1])
    #expect(["x", "a", "b", "c", "d"].map { readers.readOnce($0) } == [false, false, true, false, true])
  }

  @Test func eachReaderStandsOnce() {
    #expect(readers.nodes(reading: "a") == [1, 2])
    #expect(readers.nodes(reading: "x") == [0, 3])
    #expect(readers.nodes(reading: "d").isEmpty)
  }

  @Test func tensorsAreReleasedBehindTheirLastReader() {
    #expect(readers.released.map { $0.sorted() } == [[], [], ["a", "c"], ["b", "x"]])
  }
}
