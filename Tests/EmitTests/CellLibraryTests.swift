import Cells
import Testing

@Suite struct CellLibraryTests {
  @Test func closureHoldsTheCellsThatCellsUse() {
    let closure = CellLibrary.closure(of: ["mantissa_frame_guard"])
    #expect(closure == ["mantissa_frame_guard", "mantissa_loop"])
    #expect(CellLibrary.closure(of: ["absent"]).isEmpty)
  }

  @Test func everyCellDefinesItsModule() throws {
    #expect(!CellLibrary.names.isEmpty)
    for name in CellLibrary.names {
      let text = try #require(CellLibrary.text(of: name))
      #expect(text.contains("module \(name) "), "the file name of '\(name)' is not its module's")
      #expect(text.hasSuffix("`default_nettype wire\n"))
    }
  }
}
