import Emit
import Foundation
import TestTools
import Testing

/// What synthesis is asked of memories and products.
@Suite struct AttributeTests {
  /// Yosys puts a memory where the attribute says; simulators see no difference.
  @Test func attributesDecideWhereMemoriesGo() async throws {
    var cells: [MappingAttributes.MemoryStyle: String] = [:]
    for style in MappingAttributes.MemoryStyle.allCases {
      try await Sample.withFolder { folder in
        var design = try Sample.design()
        design.attributes = MappingAttributes(memories: style, usesDSP: false)
        try Emitter.files(of: design).write(to: folder + "/out")
        #expect(try lint(design: URL(fileURLWithPath: folder + "/out")) == "")
        let place = folder + "/out/rtl/mem"
        try await Packages.run(
          "yosys",
          ["-q", "-p", "synth_xilinx -top sample_top; tee -o stat.txt stat"]
            + Manifest(folder: folder + "/out").sources.map { "../../" + $0 }, in: place)
        cells[style] = try String(contentsOfFile: place + "/stat.txt", encoding: .utf8)
      }
    }
    #expect(cells[.block]?.contains("RAMB18E1") == true && cells[.distributed]?.contains("RAMB") == false)
    let plain = try Emitter.files(of: Sample.design())
    #expect(plain["rtl/cells/mantissa_rom.v"]?.contains("(*") == false)
  }

  @Test func attributesStandBeforeProducts() {
    let text =
      "module a;\n    wire [3:0] p;\n    wire q = b;\n    assign p = x * y;\n    wire [3:0] r = x * y;\nendmodule\n"
    let found = MappingAttributes(usesDSP: true).applied(to: text)
    #expect(
      found == """
        module a;
            (* use_dsp = "yes" *)
            wire [3:0] p;
            wire q = b;
            assign p = x * y;
            (* use_dsp = "yes" *)
            wire [3:0] r;
            assign r = x * y;
        endmodule

        """)
  }
}
