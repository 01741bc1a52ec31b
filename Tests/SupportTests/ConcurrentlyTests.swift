import Support
import Testing

@Suite struct ConcurrentlyTests {
  @Test func resultsComeInOrder() {
    #expect(concurrentMap(1000) { 3 * $0 } == (0..<1000).map { 3 * $0 })
    #expect(concurrentMap(0) { $0 }.isEmpty)
  }

  @Test func theFirstFailureIsThrown() throws {
    @Sendable func fail(_ place: String) throws(Failure) -> Int { throw Failure(at: place, "fails") }
    let both = try concurrently({ () throws(Failure) in 1 }, { () throws(Failure) in "b" })
    #expect(both == (1, "b"))
    #expect {
      try concurrently({ () throws(Failure) in try fail("a") }, { () throws(Failure) in try fail("b") })
    } throws: {
      "\($0)".contains("a: ") && !"\($0)".contains("b: ")
    }
    #expect(throws: Failure.self) {
      try concurrently({ () throws(Failure) in 1 }, { () throws(Failure) in try fail("b") })
    }
  }
}
