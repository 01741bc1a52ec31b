import Layers
import NetworkIR
import Support

/// Removes nodes that return their operand: affines of 1 and 0, unbounded clips, windows of one element.
enum DropIdentities: NetworkPass {
  static let name = "drop-identities"

  static func run(_ network: inout Network) {
    network.bypass { node in
      switch node.operation {
      case let affine as ChannelAffine:
        affine.scale.allSatisfy { $0 == 1 } && affine.shift.allSatisfy { $0 == 0 }
      case let activation as Activation:
        activation.function == .clip(lower: -.infinity, upper: .infinity)
      case let pool as MaxPool: pool.geometry.isPointwise
      case let pool as AveragePool: pool.geometry.isPointwise
      case let padding as Padding: padding == Padding(axis: padding.axis, value: padding.value)
      default: false
      }
    }
  }
}
