import Support
import Testing

@Suite struct AxisOrderTests {
  @Test func axesMove() {
    let order = AxisOrder(extents: [2, 3], order: [1, 0])
    #expect(order.apply([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]) == [0, 3, 1, 4, 2, 5, 10, 13, 11, 14, 12, 15])
    #expect(!order.isIdentity && order.simplified == order)
  }

  @Test func neighboursThatStayTogetherAreOneAxis() {
    let order = AxisOrder(extents: [2, 3, 1, 4, 5, 6], order: [3, 2, 4, 0, 1, 5])
    #expect(order.simplified == AxisOrder(extents: [6, 20, 6], order: [1, 0, 2]))
    #expect(AxisOrder(extents: [4, 1, 3], order: [1, 0, 2]).isIdentity)
    #expect(AxisOrder(extents: [], order: []).apply([7]) == [7])
  }

  @Test func simplifyingChangesNothing() {
    let seed: UInt64 = 77
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let count = Int.random(in: 1...5, using: &random)
      let axes = AxisOrder(
        extents: (0..<count).map { _ in .random(in: 1...3, using: &random) },
        order: Array(0..<count).shuffled(using: &random))
      #expect(axes.isSound && axes.simplified.isSound)
      #expect(axes.places == axes.simplified.places, "seed \(seed): \(axes)")
      #expect(axes.isIdentity == (axes.places == Array(axes.places.indices)), "seed \(seed): \(axes)")
    }
  }

  @Test func unsoundOrdersAreKnown() {
    #expect(!AxisOrder(extents: [2, 3], order: [0, 0]).isSound)
    #expect(!AxisOrder(extents: [2, 0], order: [0, 1]).isSound)
    #expect(!AxisOrder(extents: [2], order: [0, 1]).isSound)
  }
}
