import Arithmetic
import Verilog

/// The operands of the multipliers of a stage and their product.
struct ProductWires {
  var weight: OperandWires
  var activation: OperandWires
  var multiplier: any Multiplier

  /// Weights of one significand bit only choose a sign or nothing; then each activation is shifted once, for all
  /// weights, instead of every product.
  init(
    weight: Format, occurring: OperandShape?, activation: Format, multiplier: any Multiplier, activationPrefix: String,
    activationLanes: Int
  ) {
    let shape = occurring ?? weight.number.operandShape
    let aligns =
      shape.significandWidth == 1 && shape.maximumShift == 0 && activation.number.operandShape.maximumShift > 0
    self.weight = OperandWires(prefix: "w", lanes: 1, format: weight, occurring: occurring)
    self.activation = OperandWires(
      prefix: activationPrefix, lanes: activationLanes, format: activation, aligns: aligns)
    self.multiplier = multiplier
  }

  var shape: OperandShape { multiplier.productShape(weight: weight.shape, activation: activation.shape) }
  /// Bits of the product, two's complement.
  var width: Int { shape.integerWidth }

  /// The product of the weight in `w_...` and activation `index`.
  func instance(activation index: Expression, product: Expression) -> Instance {
    cell.instance(
      "u_product", weight.ports("w", 0) + activation.ports("x", index) + [("product", product)])
  }

  private var cell: CellUse { multiplier.productCell(weight: weight.shape, activation: activation.shape) }
  var cellNames: [String] { weight.cellNames + activation.cellNames + cell.names }
}
