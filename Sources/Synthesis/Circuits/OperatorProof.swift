internal import Emit
package import Operators
package import Support

/// A combinational operator's netlist in a target's cells, proved equal to the definition on every operand, or refuted.
///
/// The definition is a table of all results, made of the golden function alone; Yosys' SAT solver looks for operands on
/// which the netlist, in the models of the target's cells, gives another result. What is undefined in the netlist may be
/// either.
package struct OperatorProof: Sendable {
  /// The most bits that operands may have together: larger tables take the solver minutes.
  package static let mostBits = 12

  /// Operands on which the netlist is wrong: one code word a port, and both results, in 64-bit words, the lowest first.
  package struct Counterexample: Sendable {
    /// What the solver found at each port.
    package var operands: [UInt64]
    /// What the definition says.
    package var expected: [UInt64]
    /// What the netlist gives.
    package var found: [UInt64]
  }

  /// What the netlist is made of.
  package let target: SynthesisTarget
  /// The version of Yosys.
  package let yosys: String
  /// Cells of the target.
  package let cells: Int
  /// Operands that the proof holds for.
  package let rows: Int
  /// Nil where the netlist is proved.
  package let counterexample: Counterexample?

  /// Synthesises an operator and proves its netlist.
  ///
  /// Throws a `Failure` of kind `input` where it is too large, has registers, or the target's cells have no models, and of
  /// kind `tool` where Yosys fails or does not end in time.
  ///
  /// - Parameter definition: what the netlist is held to; the operator's own definition when nil.
  package init(
    _ made: Operator, _ target: SynthesisTarget, definition: Operator? = nil, limit: Duration = .seconds(900)
  ) async throws(Failure) {
    try Self.check(made)
    let sources = try made.sources()
    let netlist = try await GateNetlist(
      SynthesisSources(sources.paths.compactMap { sources[$0] }), top: made.module, target, limit: limit)
    let table = try TruthTable(definition ?? made)
    let yosys = try await Yosys()
    let answer = try await withTemporaryFolder { work throws(Failure) in
      for file in netlist.files { try Disk.write(file.text.utf8, to: "\(work)/\(file.name)") }
      try Disk.write((table.module + Self.miter(made)).utf8, to: "\(work)/definition.v")
      try await yosys.run(Self.script(made), in: work, made.title, limit: limit)
      return try WholeFile.text("\(work)/sat.txt", most: 1 << 24)
    }
    self.target = target
    self.yosys = yosys.version
    cells = netlist.cells
    rows = table.rows
    counterexample = try Self.counterexample(answer, made, table)
  }

  private static func check(_ made: Operator) throws(Failure) {
    let bits = made.operands.reduce(0) { $0 + $1.width }
    guard made.latency == 0 else {
      throw Failure(
        at: "operator '\(made.title)'", "it has registers; netlists of combinational operators are proved",
        notes: ["leave out --pipeline"])
    }
    guard bits <= mostBits else {
      throw Failure(
        at: "operator '\(made.title)'", "its operands have \(bits) bits together; up to \(mostBits) are proved",
        notes: ["--exhaustive compares the Verilog on every pair"])
    }
  }

  private static func miter(_ made: Operator) -> String {
    let ports = made.operands.map { "input wire [\($0.width - 1):0] \($0.port)" }
    let operands = made.operands.map { ".\($0.port)(\($0.port)), " }.joined()
    let result = "[\(made.result.width - 1):0]"
    return """
      module miter(\(ports.joined(separator: ", ")), output wire differs);
          wire is_operand;
          wire \(result) expected, found;
          definition u_definition (\(operands).is_operand(is_operand), .result(expected));
          \(made.module)_gates u_gates (.aclk(1'b0), .enable(1'b1), \(operands).result(found));
          assign differs = is_operand && found != expected;
      endmodule

      """
  }

  /// The netlist becomes small before the table comes to it, which every pass takes long over.
  private static func script(_ made: Operator) -> String {
    """
    read_verilog netlist.v
    read_verilog -defer models.v
    hierarchy -check -top \(made.module)_gates
    proc
    flatten
    opt -full
    setundef -undriven -anyseq
    read_verilog definition.v
    hierarchy -check -top miter
    proc -norom
    flatten
    opt_clean
    tee -q -o sat.txt sat -prove differs 0 -show \((made.operands.map(\.port) + ["found"]).joined(separator: ",")) miter

    """
  }

  /// What the solver's answer says; throws where it is none.
  private static func counterexample(
    _ answer: String, _ made: Operator, _ table: TruthTable
  ) throws(Failure) -> Counterexample? {
    if answer.contains("no model found: SUCCESS!") { return nil }
    // A row a signal: its name, and its value in three bases, binary last.
    var bits: [Substring: [UInt64]] = [:]
    for line in answer.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 4, words[0].hasPrefix("\\") else { continue }
      bits[words[0].dropFirst()] = Self.words(binary: words[3])
    }
    let operands = made.operands.compactMap { bits[Substring($0.port)]?.first }
    guard answer.contains("model found: FAIL!"), operands.count == made.operands.count, let found = bits["found"],
      let expected = table.result(of: operands)
    else { throw Failure(.tool, at: "yosys", "the solver's answer on '\(made.title)' cannot be read") }
    return Counterexample(operands: operands, expected: expected, found: found)
  }

  private static func words(binary: Substring) -> [UInt64] {
    var words: [UInt64] = []
    for (place, digit) in binary.reversed().enumerated() {
      if place % 64 == 0 { words.append(0) }
      if digit == "1" { words[place / 64] |= 1 << UInt64(place % 64) }
    }
    return words
  }
}
