import Layers
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
    QuantizeBeforePadding.self,
    MergePadding.self,
    SplitPadding.self,
    MergeQuantizers.self,
    QuantizeBeforeJoins.self,
    DropUnused.self,
  ]

  /// Runs every pass and checks the network of a file before and after each.
  static func run(on network: Network, of file: String) throws(Failure) -> Network {
    var result = network
    try result.verify()
    for pass in passes {
      pass.run(&result)
      try result.verify()
    }
    try checkPadding(result, of: file)
    return result
  }

  /// Only a maximum has windows that can leave out what is below every element.
  private static func checkPadding(_ network: Network, of file: String) throws(Failure) {
    for node in network.nodes where (node.operation as? Padding)?.value == -.infinity {
      throw Failure(
        at: "\(file): node '\(node.origin)'",
        "it pads with -infinity or the lowest number of its type; only a MaxPool whose windows hold more than padding may "
          + "read that")
    }
  }
}
