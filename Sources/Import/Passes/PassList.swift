import NetworkIR
import Support

/// A rewrite of a network that keeps what it computes.
protocol NetworkPass: Sendable {
  /// The name in messages and tests, for example `merge-bias`.
  static var name: String { get }
  static func run(_ network: inout Network)
}

/// The passes in the order in which they run.
enum PassList {
  static let passes: [any NetworkPass.Type] = [
    DropIdentities.self,
    AbsorbRearrangements.self,
    MergeAffines.self,
    MergeBias.self,
    MergePadding.self,
    MergeQuantizers.self,
    QuantizeBeforeJoins.self,
    DropUnused.self,
  ]

  /// Runs every pass and checks the network before and after each.
  static func run(on network: Network) throws(Failure) -> Network {
    var result = network
    try result.verify()
    for pass in passes {
      pass.run(&result)
      try result.verify()
    }
    return result
  }
}
