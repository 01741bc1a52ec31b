import Arithmetic
import Datapath

extension Rounding {
  /// What comments say of it.
  func text(after affine: Affine) -> String {
    "out = t * 2^\(affine.exponent) to \(affine.rounding.text), between codes "
      + "\(literal(lowest)) and \(literal(highest))"
  }

  private func literal(_ code: UInt32) -> String { CellUse.Value.code(code, width: format.width).verilog }
}
