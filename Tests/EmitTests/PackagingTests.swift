import Emit
import Foundation
import PipelineIR
import Support
import Testing
import Tools

/// What other flows make of the files in `packaging/`, and of the FuseSoC core.
@Suite struct PackagingTests {
  // MARK: FuseSoC

  @Test(
    .enabled(if: Packages.areHere, "fusesoc is not here; 'make oracles' installs it"),
    arguments: ["lint", "sim", "sim_verilator"])
  func fusesocRunsTheCore(_ target: String) async throws {
    try await Packages.withDesign { folder, _ in
      let output = try await Packages.run(
        "fusesoc", ["--cores-root", "out", "run", "--target", target, "mantissa:networks:sample"], in: folder)
      #expect(!output.contains("deprecated"))
      if target == "lint" { #expect(!output.contains("%Warning")) } else { #expect(output.contains("equal: 60 words")) }
    }
  }

  /// The flows of edalize call nextpnr and ecppack by these names, which PyPI's have not.
  @Test(
    .enabled(if: Packages.areHere && Packages.has("nextpnr-ice40"), "fusesoc or nextpnr-ice40 is not here"),
    arguments: Board.all)
  func fusesocMakesBitstreams(_ board: Board) async throws {
    try await Packages.withDesign { folder, _ in
      for name in board.family == .ecp5 ? ["nextpnr-ecp5", "ecppack"] : [] {
        let tool = try PackagedTool.find(name)
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: tool.path)
      }
      try await Packages.run(
        "fusesoc", ["--cores-root", "out", "run", "--target", board.name, "mantissa:networks:sample"], in: folder,
        path: folder)
      let ending = board.family == .ice40 ? "bin" : "bit"
      let place = "\(folder)/build/mantissa_networks_sample_1.0.0"
      let file = "\(place)/\(board.name)/mantissa_networks_sample_1.0.0.\(ending)"
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count > 50_000)
    }
  }

  @Test(.enabled(if: Packages.areHere, "fusesoc is not here; 'make oracles' installs it"))
  func fusesocWritesVivadosProject() async throws {
    try await Packages.withDesign { folder, _ in
      try await Packages.run(
        "fusesoc",
        ["--cores-root", "out", "run", "--setup", "--target", "synth_vivado", "mantissa:networks:sample"], in: folder)
      let place = "\(folder)/build/mantissa_networks_sample_1.0.0/synth_vivado"
      let script = try String(contentsOfFile: "\(place)/mantissa_networks_sample_1.0.0.tcl", encoding: .utf8)
      #expect(script.contains("xc7a35ticsg324-1L") && script.contains("sample_top.v") && script.contains("sample.xdc"))
    }
  }

  // MARK: Constraints and projects

  /// The scripts name files that are there; the vendors' commands are stood in for.
  @Test(.enabled(if: Packages.has("tclsh"), "tclsh is not here"), arguments: ["vivado", "quartus"])
  func projectsNameFilesThatAreThere(_ project: String) async throws {
    try await Packages.withDesign { folder, _ in
      let stubs = """
        set argv {}
        package provide ::quartus::project 1
        package provide ::quartus::flow 1
        proc unknown {name args} {
            foreach word $args { if {[file pathtype $word] eq "absolute"} { puts "$name [file exists $word] $word" } }
            if {$name eq "set_property" || $name eq "set_parameter"} { puts "$name $args" }
            return ""
        }
        source out/packaging/\(project).tcl

        """
      try stubs.write(toFile: folder + "/run.tcl", atomically: true, encoding: .utf8)
      let lines = try await Packages.run("tclsh", ["run.tcl"], in: folder).split(separator: "\n")
      let manifest = try Manifest(folder: folder + "/out")
      let files = lines.filter {
        $0.contains(" 1 ") && ["add_files", "set_global_assignment"].contains($0.prefix { $0 != " " })
      }
      let memories = project == "vivado" ? manifest.memories.count : 0
      #expect(files.count == manifest.sources.count + memories + 1, "\(lines)")
      #expect(!lines.contains { $0.hasPrefix("add_files 0") || $0.hasPrefix("set_global_assignment 0") })
      #expect(lines.contains { $0.contains("MEMORY_FOLDER") && $0.contains("/out/rtl/mem/") })
    }
  }

  @Test func everyConstraintStatesTheClock() throws {
    var design = try Sample.design()
    design.clock = 62.5
    let files = try Emitter.files(of: design)
    let command = "create_clock -name aclk -period 16.000 [get_ports aclk]\n"
    #expect(files["packaging/sample.sdc"]?.hasSuffix(command) == true)
    #expect(files["packaging/sample.xdc"] == files["packaging/sample.sdc"])
    #expect(files["packaging/sample.lpf"]?.hasSuffix("FREQUENCY PORT \"aclk\" 62.5 MHZ;\n") == true)
    #expect(files["packaging/sample.pcf"]?.hasSuffix("set_frequency aclk 62.5\n") == true)
  }

  // MARK: Descriptions

  @Test(.enabled(if: Packages.areHere, "the schemas of IP-XACT are not here; 'make oracles' installs them"))
  func theComponentIsValidIPXACT() async throws {
    try await Packages.withDesign { folder, _ in
      let output = try await Packages.run(
        "python3", [Sample.oracle("check_ipxact.py"), "out/packaging/component.xml"], in: folder)
      #expect(output == "11 ports\n")
    }
  }

  @Test(.enabled(if: Packages.has("ghdl"), "ghdl is not here"), arguments: ["sample", "odd__name"])
  func theVHDLIsRead(_ name: String) async throws {
    try await Sample.withFolder { folder in
      var design = try Sample.design()
      design.pipeline.name = name
      try Emitter.files(of: design).write(to: folder + "/out")
      try await Packages.run("ghdl", ["-a", "--std=08", "out/packaging/\(name).vhd"], in: folder)
    }
  }

  @Test func theSystemVerilogIsLintClean() async throws {
    try await Packages.withDesign { folder, sources in
      // 4 lanes of 8 bits in, 2 out.
      let check = """
        module check (
            input  wire logic        aclk, aresetn, s_tvalid, s_tlast, m_tready,
            input  wire logic [31:0] s_tdata,
            output wire logic        s_tready, m_tvalid, m_tlast,
            output wire logic [15:0] m_tdata,
            output wire logic [1:0]  frame_error
        );
            sample_axis #(.WIDTH(32)) s_axis ();
            sample_axis #(.WIDTH(16)) m_axis ();
            assign {s_axis.tvalid, s_axis.tdata, s_axis.tlast, m_axis.tready} = {s_tvalid, s_tdata, s_tlast, m_tready};
            assign {s_tready, m_tvalid, m_tdata, m_tlast} = {s_axis.tready, m_axis.tvalid, m_axis.tdata, m_axis.tlast};
            sample_sv u_sv (.aclk, .aresetn, .s_axis, .m_axis, .frame_error);
        endmodule

        """
      try check.write(toFile: folder + "/check.sv", atomically: true, encoding: .utf8)
      let output = try await Packages.run(
        "verilator",
        ["--lint-only", "-Wall", "--top-module", "check", "check.sv", "out/packaging/sample_axis.sv"]
          + ["out/packaging/sample_sv.sv"] + sources, in: folder)
      #expect(output == "")
    }
  }

  /// A LiteX design with the machine in it becomes Verilog that elaborates with the machine's.
  @Test(.enabled(if: Packages.areHere, "litex is not here; 'make oracles' installs it"))
  func liteXTakesTheMachine() async throws {
    try await Packages.withDesign { folder, sources in
      let output = try await Packages.run("python3", [Sample.oracle("litex_soc.py")], in: folder)
      #expect(output.hasSuffix("\(sources.count) sources\n"))
      try await Packages.run("iverilog", ["-g2005", "-s", "soc", "-t", "null", "soc.v"] + sources, in: folder)
    }
  }
}
