import Support
import Testing

@testable import Synthesis

@Suite struct LibertyTests {
  @Test func gatesAndUnits() throws {
    let library = try SmallLibrary.library()
    #expect(library.name == "small")
    #expect(library.voltage == 2)
    // What keeps a state is no gate.
    #expect(library.gates.keys.sorted() == ["BUF", "INV", "NAND2", "XOR2"])
    #expect(library.driver == "BUF")
    let inverter = try #require(library.gates["INV"]?.outputs["Y"])
    #expect(inverter.function.table == ~LogicFunction.variable(0))
    // The table's first index is the load, half of a picofarad here.
    let delay = try #require(inverter.arcs["A"]?.delays.first)
    #expect(abs(delay.value(transition: 0.2, load: 0.5) - 0.51) < 1e-12)
    #expect(inverter.arcs["A"]?.energies.first?.value(transition: 0, load: 0) == 0.0005)
  }

  @Test(
    arguments: [
      ("A", 0b10), ("!A", 0b01), ("A'", 0b01), ("A&B", 0b1000), ("A B", 0b1000), ("A*B | !A & !B", 0b1001),
      ("A^B", 0b0110), ("(A+B)'", 0b0001), ("A & 1", 0b10), ("0", 0), ("A ^ B & C", 0b0110_0000),
    ] as [(String, UInt64)]) func functions(text: String, table: UInt64) throws
  {
    let function = try #require(LogicFunction(text))
    let rows = UInt64(1) << (UInt64(1) << UInt64(function.inputs.count))
    #expect(function.table % rows == table, "\(text)")
  }

  @Test(arguments: ["", "A &", "(A", "A)", "A | | B", "A&B&C&D&E&F&G", "A # B"])
  func noFunction(text: String) {
    #expect(LogicFunction(text) == nil)
  }

  @Test(arguments: [
    ("", "x.lib:1: error: the file ends inside a group"),
    ("module m; endmodule", "':' or '(' is expected behind 'module'"),
    ("cell (a) { }", "this is no Liberty file"),
    ("library (a) {\n cell (b) {", "x.lib:2: error: the file ends"),
    ("library (a) {\n area 3;\n}", "x.lib:2: error: ':' or '('"),
    ("library (a) { date : \"today\n", "a quoted text does not end"),
    ("library (a) { }", "states no voltage"),
    ("library (a) { nom_voltage : 1.0; }", "holds no combinational gate"),
    (String(repeating: "a () {", count: 100), "nested too deeply"),
  ]) func badFiles(text: String, message: String) throws {
    let failure = #expect(throws: Failure.self) { try LibertyLibrary(text: Array(text.utf8), path: "x.lib") }
    #expect(failure?.description.contains(message) ?? false, "\(String(describing: failure))")
    #expect(failure?.kind == .input)
  }
}
