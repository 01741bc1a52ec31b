import Support
import Testing

@testable import Synthesis

/// What Yosys 0.23 prints, and what it does not.
@Suite struct StatisticsTests {
  private static let stat = """
    8. Printing statistics.

    === top ===

       Number of wires:                  9
       Number of cells:                 12
         CARRY4                          2
         IBUF                            4
         LUT2                            1
         LUT6                            2
         MUXF7                           3

       Chip area for module '\\top': 123.4567
    """

  @Test func cells() throws {
    let cells = try StatisticsText.cells(Self.stat)
    #expect(cells == ["CARRY4": 2, "IBUF": 4, "LUT2": 1, "LUT6": 2, "MUXF7": 3])
    let figures = FabricFigures(cells: cells)
    #expect(figures.luts == 3)
    #expect(figures.carries == 2)
    #expect(figures.muxes == 3)
    #expect(try StatisticsText.cells("   Number of cells:   0\n").isEmpty)
  }

  @Test func figures() throws {
    #expect(try StatisticsText.area(Self.stat) == 123.4567)
    let abc = """
      ABC: WireLoad = "none"  Gates = 20  Area = 10.00 ( 96.7 %)   Delay =  9999.00 ps  ( 22.7 %)
      ABC: WireLoad = "none"  Gates =  9  Area =  5.00 ( 96.7 %)   Delay =   467.48 ps  ( 22.7 %)
      ABC: + write_blif <abc-temp-dir>/output.blif
      """
    #expect(try StatisticsText.delay(abc) == 467.48)
    #expect(try StatisticsText.delay("Don't call ABC as there is nothing to map.") == nil)
  }

  @Test(arguments: ["", "=== top ===", "Number of cells:  many\n  LUT2  1", "Number of cells: 3\n LUT2 1\n LUT3 x\n"])
  func badCounts(text: String) {
    let failure = #expect(throws: Failure.self) { try StatisticsText.cells(text) }
    #expect(failure?.kind == .tool)
  }

  @Test(arguments: ["", "Chip area for module '\\top': unknown", "Area = 4"]) func badArea(text: String) {
    #expect(throws: Failure.self) { try StatisticsText.area(text) }
  }

  @Test(arguments: ["", "Delay = fast ps", "ABC: error"]) func badDelay(text: String) {
    #expect(throws: Failure.self) { try StatisticsText.delay(text) }
  }
}
