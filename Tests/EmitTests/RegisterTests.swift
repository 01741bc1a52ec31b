import Emit
import Foundation
import Testing

/// The top with AXI4-Lite registers, and the forms of its map.
@Suite struct RegisterTests {
  @Test(arguments: ["icarus", "verilator"]) func theRegistersAnswer(_ simulator: String) async throws {
    try await Packages.withDesign { folder, sources in
      let files =
        ["sample_axi_tb", "sample_axi", "mantissa_axi_lite"].map { "out/packaging/registers/\($0).v" } + sources
      if simulator == "icarus" {
        try await Packages.run(
          "iverilog", ["-g2005", "-Wall", "-s", "sample_axi_tb", "-o", "simulator"] + files, in: folder)
      } else {
        try await Packages.run(
          "verilator",
          [
            "--binary", "-Wno-fatal", "-Wno-WIDTH", "--Mdir", "vl", "-o", "../simulator", "--top-module",
            "sample_axi_tb",
          ]
            + files, in: folder)
      }
      let place = folder + "/out/rtl/mem"
      for seed in 1...5 {
        let output =
          simulator == "icarus"
          ? try await Packages.run("vvp", ["-n", folder + "/simulator", "+seed=\(seed)"], in: place)
          : try await Packages.run("simulator", ["+seed=\(seed)"], in: place, path: folder)
        #expect(output.contains("equal: 60 words"), "\(output)")
      }
      try await Packages.run(
        "verilator", ["--lint-only", "-Wall", "--top-module", "sample_axi"] + files.dropFirst(), in: folder)
    }
  }

  /// The testbench finds a counter that does not count.
  @Test func aCounterThatStandsIsFound() async throws {
    try await Packages.withDesign { folder, sources in
      let path = folder + "/out/packaging/registers/sample_axi.v"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacingOccurrences(of: "frames_out_q <= frames_out_q + 32'd1", with: "frames_out_q <= frames_out_q")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let files =
        ["sample_axi_tb", "sample_axi", "mantissa_axi_lite"].map { "out/packaging/registers/\($0).v" } + sources
      try await Packages.run("iverilog", ["-g2005", "-s", "sample_axi_tb", "-o", "simulator"] + files, in: folder)
      let output = try await Packages.run("vvp", ["-n", folder + "/simulator"], in: folder + "/out/rtl/mem")
      #expect(output.contains("DIFFERENT") && output.contains("the frames out are not counted"), "\(output)")
    }
  }

  /// PeakRDL's places of registers and fields are those of the C header.
  @Test(.enabled(if: Packages.areHere, "peakrdl is not here; 'make oracles' installs it"))
  func peakRDLAgreesOnTheMap() async throws {
    try await Packages.withDesign { folder, _ in
      let place = "out/packaging/registers/sample_registers"
      let output = try await Packages.run("python3", [Sample.oracle("register_map.py"), place + ".rdl"], in: folder)
      let header = try String(contentsOfFile: "\(folder)/\(place).h", encoding: .utf8)
      let defines = header.split(separator: "\n").filter {
        $0.hasPrefix("#define SAMPLE_") && !$0.contains("_IS ") && !$0.hasSuffix("_H")
      }
      .map { $0.split(separator: " ")[1...2].joined(separator: " ") }
      #expect(output.split(separator: "\n").map(String.init) == defines)
      #expect(defines.count == 8 + 2 * 11)
      try "#include \"\(place).h\"\nint main(void) { return SAMPLE_VERSION_IS == 1u ? 0 : 1; }\n"
        .write(toFile: folder + "/main.c", atomically: true, encoding: .utf8)
      try await Packages.run("g++", ["-Wall", "-Werror", "main.c", "-o", "header"], in: folder)
      try await Packages.run("header", [], in: folder, path: folder)
    }
  }
}
