import Arithmetic
import BigInt
import Support

/// Some cells wired between one input and one output port, with the words that they have to compute.
struct CellTrial: Sendable {
  var name: String
  var inputWidth: Int
  var outputWidth: Int
  /// Verilog between the wires `in` and `out`, for a module of its own.
  var body: String
  var cells: Set<String>
  /// One number a vector, and what the cells make of it.
  var inputs: [BigUInt]
  var expected: [BigUInt]
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
    let width = multiplier.productShape(weight: ws, activation: xs).integerWidth
    let drawn = pairs(w, x)
    let body =
      decoder(w.number, "w", code: "in[\(w.width + x.width - 1):\(x.width)]")
      + decoder(x.number, "x", code: "in[\(x.width - 1):0]")
      + instance(
        cell, "u_product",
        ["w", "x"].flatMap { p in ["sign", "significand", "shift"].map { ("\(p)_\($0)", "\(p)_\($0)") } }
          + [("product", "out")])
    return CellTrial(
      name: "\(multiplierName) \(weight) by \(activation)", inputWidth: w.width + x.width, outputWidth: width,
      body: body, cells: modules([cell, w.number.decoderCell(), x.number.decoderCell()]),
      inputs: drawn.map { BigUInt($0) << x.width | BigUInt($1) },
      expected: drawn.map {
        word(multiplier.product(w.number.operand(of: $0), x.number.operand(of: $1)).integer, width: width)
      })
  }

  /// A format's decoder and the alignment to an integer.
  static func align(_ spelling: String, codes: [UInt32]) throws -> CellTrial {
    let format = try Format(spelling).number
    let cell = format.operandShape.alignCell()
    let width = format.integerWidth
    let body =
      decoder(format, "x", code: "in")
      + instance(cell, "u_align", ["sign", "significand", "shift"].map { ($0, "x_\($0)") } + [("value", "out")])
    return CellTrial(
      name: "align \(spelling)", inputWidth: format.width, outputWidth: width, body: body,
      cells: modules([cell, format.decoderCell()]), inputs: codes.map { BigUInt($0) },
      expected: try codes.map { code in
        guard let value = format.value(of: code) else { throw FormatError("code \(code) has no value") }
        return word(value.rounded(toMultipleOf: format.operandShape.lsb), width: width)
      })
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
    let parameters = cell.parameters.map { ".\($0.name)(\($0.value))" }.joined(separator: ", ")
    let connections = ports.map { ".\($0)(\($1))" }.joined(separator: ", ")
    return "  \(cell.module) \(parameters.isEmpty ? "" : "#(\(parameters)) ")\(name) (\(connections));\n"
  }

  static func modules(_ uses: [CellUse?]) -> Set<String> {
    Set(uses.compactMap { $0 }.flatMap { [$0.module] + $0.cells })
  }

  /// Two's complement of `width` bits.
  static func word(_ integer: BigInt, width: Int) -> BigUInt {
    integer >= 0 ? integer.magnitude : (BigUInt(1) << width) - integer.magnitude
  }
}
