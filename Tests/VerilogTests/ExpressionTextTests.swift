import Support
import Testing
import Verilog

@Suite struct ExpressionTextTests {
  private let a: Expression = "a"
  private let b: Expression = "b"
  private let c: Expression = "c"

  @Test func parenthesesKeepTheTree() {
    #expect((a + b * c).description == "a + b * c")
    #expect(((a + b) * c).description == "(a + b) * c")
    #expect((a - (b - c)).description == "a - (b - c)")
    #expect((a - b - c).description == "a - b - c")
    #expect((a & b | c).description == "(a & b) | c")
    #expect((a | b | c).description == "a | b | c")
    #expect((!(a && b)).description == "!(a && b)")
    #expect((~a & b).description == "~a & b")
    #expect((-(-a)).description == "-(-a)")
    #expect((a + b).equals(c).description == "a + b == c")
    #expect((a && b.isLess(than: c)).description == "a && b < c")
    #expect(a.equals(b).select(b, c.select(a, b)).description == "a == b ? b : c ? a : b")
    #expect(a.select(b.select(a, b), c).description == "a ? (b ? a : b) : c")
    #expect((a.select(b, c) + a).description == "(a ? b : c) + a")
    #expect(Expression.binary(a, .shiftLeft, b + c).description == "a << (b + c)")
  }

  @Test func vectors() {
    #expect(a["W" - 1, 0].description == "a[W-1:0]")
    #expect(a[from: 4 * "i" + 1, width: "W"].description == "a[4*i+1 +: W]")
    #expect(Expression.concat(.repetition("W" - 1, .bit(false)), b).description == "{{(W - 1){1'b0}}, b}")
    #expect(a.signed.description == "$signed(a)")
  }

  @Test func literals() {
    #expect(Expression.literal(5, width: 3).description == "3'd5")
    #expect(Expression.literal(70000, width: 20).description == "20'h11170")
    #expect(Expression.pattern(-1, width: 6).description == "6'h3f")
    #expect(Expression.pattern(-2, width: 131).description == "131'h7" + String(repeating: "f", count: 31) + "e")
    #expect(hexDigits(0x1234, width: 9) == "034")
  }

  @Test func names() {
    #expect(VerilogName.sanitize("conv2d/1") == "conv2d_1")
    #expect(VerilogName.sanitize("1x1") == "n1x1")
    #expect(VerilogName.sanitize("output") == "output_")
    #expect(VerilogName.sanitize("logic") == "logic_")
    #expect(VerilogName.sanitize("") == "unnamed")
    #expect(VerilogName.isLegal("u_rom"))
    #expect(!VerilogName.isLegal("table"))
    #expect(!VerilogName.isLegal("a-b"))
    for word in ReservedWords.verilog { #expect(VerilogName.isLegal(VerilogName.sanitize(word)), "\(word)") }
  }
}
