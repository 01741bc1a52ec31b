package import Arithmetic
package import Verilog

/// Which Verilog module implements each contract: a row a cell. The module's file bears its name, below `Templates/cells`.
package enum CellTable {
  package static let modules: [String: String] = [
    "adder_tree": "mantissa_adder_tree",
    "align": "mantissa_align",
    "apot_decode": "mantissa_apot_decode",
    "apot_encode": "mantissa_apot_encode",
    "apot_greater": "mantissa_apot_greater",
    "binary_decode": "mantissa_binary_decode",
    "binary_encode": "mantissa_binary_encode",
    "binary_greater": "mantissa_binary_greater",
    "crop": "mantissa_crop",
    "cut": "mantissa_cut",
    "delay": "mantissa_delay",
    "exact_product": "mantissa_exact_product",
    "fifo": "mantissa_fifo",
    "fixed_encode": "mantissa_fixed_encode",
    "fixed_greater": "mantissa_fixed_greater",
    "float_add": "mantissa_float_add",
    "float_compare": "mantissa_float_compare",
    "float_decode": "mantissa_float_decode",
    "float_encode": "mantissa_float_encode",
    "float_greater": "mantissa_float_greater",
    "float_logarithmic": "mantissa_float_logarithmic",
    "float_multiply": "mantissa_float_multiply",
    "fork": "mantissa_fork",
    "gated_product": "mantissa_gated_product",
    "join": "mantissa_join",
    "loadable_memory": "mantissa_loadable_memory",
    "logarithmic_product": "mantissa_logarithmic_product",
    "narrow": "mantissa_narrow",
    "posit_add": "mantissa_posit_add",
    "posit_decode": "mantissa_posit_decode",
    "posit_encode": "mantissa_posit_encode",
    "posit_multiply": "mantissa_posit_multiply",
    "posit_plam": "mantissa_posit_plam",
    "posit_sigmoid": "mantissa_posit_sigmoid",
    "reorder": "mantissa_reorder",
    "rom": "mantissa_rom",
    "shift_add_product": "mantissa_shift_add_product",
    "skid": "mantissa_skid",
    "spread": "mantissa_spread",
    "ternary_decode": "mantissa_ternary_decode",
    "ternary_encode": "mantissa_ternary_encode",
    "wide_product": "mantissa_wide_product",
    "wide_sum": "mantissa_wide_sum",
    "widen": "mantissa_widen",
    "window": "mantissa_window",
    "xor_sign_product": "mantissa_xor_sign_product",
  ]
}

extension CellUse {
  /// The Verilog module; of a contract without a row its own name, which no cell has, so that emission refuses it.
  package var module: String { CellTable.modules[contract.name] ?? contract.name }

  /// With registers inside at the boundaries whose bits are set; with none as it is.
  func cut(_ cuts: Int) -> CellUse { cuts == 0 ? self : with([("CUTS", .integer(cuts))]) }

  /// An instance of it, in a role.
  package func instance(_ role: String, _ ports: [(String, Expression?)]) -> Instance {
    Instance(
      module, role, parameters: parameters.map { ($0.name, .identifier($0.value.verilog)) }, ports: ports)
  }
}

extension CellUse.Value {
  /// The constant in Verilog, for example `8'h7f`.
  package var verilog: String {
    switch self {
    // Registers of a very wide sum are more than a plain number has bits.
    case .integer(let value): value >> 31 > 0 ? "64'd\(value)" : "\(value)"
    case .code(let code, let width): "\(width)'h\(String(code, radix: 16))"
    case .list(let values): "{" + values.map { "32'd\(UInt32(truncatingIfNeeded: $0))" }.joined(separator: ", ") + "}"
    }
  }
}
