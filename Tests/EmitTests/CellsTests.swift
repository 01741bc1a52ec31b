import Cells
import Testing

@Suite struct CellsTests {
  @Test func closureHoldsTheCellsThatCellsUse() {
    let closure = Cells.closure(of: ["mantissa_frame_guard"])
    #expect(closure == ["mantissa_frame_guard", "mantissa_loop"])
    #expect(Cells.closure(of: ["absent"]).isEmpty)
  }

  @Test func everyCellDefinesItsModule() throws {
    #expect(!Cells.names.isEmpty)
    for name in Cells.names {
      let text = try #require(Cells.text(of: name))
      #expect(text.contains("module \(name) "), "the file name of '\(name)' is not its module's")
      #expect(text.hasSuffix("`default_nettype wire\n"))
    }
  }
}
