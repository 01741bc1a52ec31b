import Arithmetic
import BigInt
import Cells
import RTL
import Support

/// Some cells wired between one input and one output port, with the words that they have to compute.
struct CellTrial: Sendable {
  var name: String
  /// Verilog between the wires `in` and `out`, for a module of its own.
  var body: String
  var cells: Set<String>
  /// One number a vector, and what the cells make of it.
  var inputs: Words
  var expected: Words
}

extension CellTrial {
  /// Decoders of two formats and a product; the input is the weight's code over the activation's.
  static func product(
    _ multiplierName: String, _ weight: String, _ activation: String, pairs: (Format, Format) -> [(UInt32, UInt32)]
  ) throws -> CellTrial {
    let multiplier = try MultiplierRegistry.multiplier(multiplierName)
    let (w, x) = (try Format(weight), try Format(activation))
    let (ws, xs) = (w.number.operandShape, x.number.operandShape)
    let cell = multiplier.productCell(weight: ws, activation: xs)
    let shape = multiplier.productShape(weight: ws, activation: xs)
    let (width, unit) = (shape.integerWidth, shape.lsb - ws.lsb - xs.lsb)
    var inputs = Words(width: w.width + x.width)
    var expected = Words(width: width)
    for (a, b) in pairs(w, x) {
      inputs.append(Int128(a) << Int128(x.width) | Int128(b))
      let product = multiplier.product(w.number.operand(of: a), x.number.operand(of: b))
      expected.append(product.integer(unit: unit))
    }
    let body =
      decoder(w.number, "w", code: "in[\(w.width + x.width - 1):\(x.width)]")
      + decoder(x.number, "x", code: "in[\(x.width - 1):0]")
      + instance(
        cell, "u_product",
        ["w", "x"].flatMap { p in ["sign", "significand", "shift"].map { ("\(p)_\($0)", "\(p)_\($0)") } }
          + [("product", "out")])
    return CellTrial(
      name: "\(multiplierName) \(weight) by \(activation)", body: body,
      cells: modules([cell, w.number.decoderCell(), x.number.decoderCell()]),
      inputs: inputs, expected: expected)
  }

  /// A format's decoder and the alignment to an integer.
  static func align(_ spelling: String, codes: [UInt32]) throws -> CellTrial {
    let format = try Format(spelling).number
    let cell = format.operandShape.alignCell()
    let width = format.integerWidth
    let body =
      decoder(format, "x", code: "in")
      + instance(cell, "u_align", ["sign", "significand", "shift"].map { ($0, "x_\($0)") } + [("value", "out")])
    var inputs = Words(width: format.width)
    var expected = Words(width: width)
    for code in codes {
      guard let value = format.value(of: code) else { throw FormatError("code \(code) has no value") }
      inputs.append(Int128(code))
      expected.append(value.rounded(toMultipleOf: format.operandShape.lsb))
    }
    return CellTrial(
      name: "align \(spelling)", body: body, cells: modules([cell, format.decoderCell()]), inputs: inputs,
      expected: expected)
  }

  static func decoder(_ format: any NumberFormat, _ prefix: String, code: String) -> String {
    let shape = format.operandShape
    let wires = """
        wire \(prefix)_sign;
        wire [\(shape.significandWidth - 1):0] \(prefix)_significand;
        wire [\(shape.shiftWidth - 1):0] \(prefix)_shift;

      """
    guard let cell = format.decoderCell() else {
      return wires + """
          assign \(prefix)_sign = 1'b0;
          assign \(prefix)_significand = \(code);
          assign \(prefix)_shift = 1'b0;

        """
    }
    let ports = ["sign", "significand", "shift"].map { ($0, "\(prefix)_\($0)") }
    return wires + instance(cell, "u_\(prefix)_decode", [("code", code)] + ports)
  }

  static func instance(_ cell: CellUse, _ name: String, _ ports: [(String, String)]) -> String {
    let parameters = cell.parameters.map { ".\($0.name)(\($0.value.verilog))" }.joined(separator: ", ")
    let clock = cell.contract.hasClock ? [("aclk", "1'b0"), ("enable", "1'b0")] : []
    let connections = (clock + ports).map { ".\($0)(\($1))" }.joined(separator: ", ")
    return "  \(cell.module) \(parameters.isEmpty ? "" : "#(\(parameters)) ")\(name) (\(connections));\n"
  }

  static func modules(_ uses: [CellUse?]) -> Set<String> {
    Set(CellLibrary.closure(of: uses.compactMap { $0?.module }))
  }
}
