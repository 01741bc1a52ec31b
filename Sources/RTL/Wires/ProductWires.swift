import Arithmetic
import Datapath
import Verilog

/// The wires of the operands of a stage's multipliers: a weight's at each of them, the activations' for all.
struct ProductWires {
  let path: ProductPath
  let weight: OperandWires
  let activation: OperandWires

  init(_ path: ProductPath, activationPrefix: String, activationLanes: Int) {
    self.path = path
    weight = OperandWires(prefix: "w", lanes: 1, operand: path.weight)
    activation = OperandWires(prefix: activationPrefix, lanes: activationLanes, operand: path.activation)
  }

  /// The product of the weight in `w_...` and activation `index`.
  func instance(activation index: Expression, product: Expression) -> Instance {
    path.cell.instance("u_product", weight.ports("w", 0) + activation.ports("x", index) + [("product", product)])
  }
}
