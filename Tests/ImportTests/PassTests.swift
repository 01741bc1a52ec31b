import Arithmetic
import Layers
import NetworkIR
import Support
import Testing

@testable import Import

/// Every pass before and after, as text: `name = kind(inputs) constants`.
@Suite struct PassTests {
  struct Pair: Sendable {
    var pass: String
    var before: String
    var after: String
  }

  @Test(arguments: pairs.indices)
  func passRewrites(_ index: Int) throws {
    let pair = Self.pairs[index]
    let pass = try #require(PassList.passes.first { $0.name == pair.pass })
    var network = try Self.parse(pair.before)
    pass.run(&network)
    try network.verify()
    #expect(Self.text(network) == pair.after)
  }

  @Test func everyPassHasAPair() {
    #expect(Set(Self.pairs.map(\.pass)) == Set(PassList.passes.map { $0.name }))
  }
}
