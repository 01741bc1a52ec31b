internal import Arithmetic
internal import Operators
internal import Support

/// An operator's definition on all of its operands.
struct TruthTable {
  private let made: Operator
  /// Results by the operands side by side, the last operand in the low bits.
  private var results: [UInt64: [UInt64]] = [:]

  /// Rows that are operands.
  var rows: Int { results.count }

  init(_ made: Operator) throws(Failure) {
    self.made = made
    let pairs = try AllPairs(made)
    let words = made.resultWords
    for index in 0..<pairs.blocks {
      let block = pairs.block(index)
      let golden = block.evaluate(made)
      for row in 0..<block.count {
        let codes = row * made.terms..<(row + 1) * made.terms
        let operands = zip(made.operands, [block.a, block.b]).map { operand, side in
          side[codes].reversed().reduce(UInt64(0)) { $0 << UInt64(operand.format.width) | UInt64($1) }
        }
        results[key(operands)] = Array(golden[row * words..<(row + 1) * words])
      }
    }
  }

  private func key(_ operands: [UInt64]) -> UInt64 {
    zip(operands, made.operands).reduce(0) { $0 << UInt64($1.1.width) | $1.0 }
  }

  /// The result of a row, in 64-bit words; nil where it has no operands.
  func result(of operands: [UInt64]) -> [UInt64]? { results[key(operands)] }

  /// The table in Verilog: `is_operand` says whether a row has operands, `result` what comes of them.
  var module: String {
    let ports = made.operands.map { "input wire [\($0.width - 1):0] \($0.port), " }.joined()
    let (bits, width) = (made.operands.reduce(0) { $0 + $1.width }, made.result.width)
    let cases = results.sorted { $0.key < $1.key }.map { row, words in
      let hex = words.reversed().map { $0.digits(radix: 16, count: 16) }.joined().suffix((width + 3) / 4)
      return "        \(bits)'d\(row): {is_operand, result} = {1'b1, \(width)'h\(hex)};\n"
    }
    return """
      module definition(\(ports)output reg is_operand, output reg [\(width - 1):0] result);
          always @* case ({\(made.operands.map(\.port).joined(separator: ", "))})
      \(cases.joined())\
              default: {is_operand, result} = {1'b0, {\(width){1'b0}}};
          endcase
      endmodule

      """
  }
}
