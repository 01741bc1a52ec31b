internal import Cells
internal import Foundation
internal import Support

/// Descriptions of the top module for other languages and tools: IP-XACT, VHDL, SystemVerilog, LiteX.
enum Descriptions {
  static func add(_ manifest: Manifest, to files: inout FileSet) throws(Failure) {
    let name = manifest.name
    try files.add("packaging/component.xml", try Scaffold.render("packaging/component.xml", component(manifest)))
    try files.add("packaging/\(name).vhd", try Scaffold.render("packaging/instance.vhd", vhdl(manifest)))
    for (file, template) in [("axis", "interface"), ("sv", "instance")] {
      var values = systemVerilog(manifest)
      if template == "interface" { (values["has_memories"], values["has_load"]) = (nil, nil) }
      try files.add("packaging/\(name)_\(file).sv", try Scaffold.render("packaging/\(template).sv", values))
    }
    try files.add("packaging/\(name)_litex.py", try Scaffold.render("packaging/litex.py", litex(manifest)))
  }

  /// A port of the top module; nil bits for one that is no vector.
  private struct Port {
    var name: String
    var isInput: Bool
    var bits: Int?
  }

  private static func ports(_ manifest: Manifest) -> [Port] {
    let (s, m) = (manifest.interface.input, manifest.interface.output)
    return [Port(name: "aclk", isInput: true), Port(name: "aresetn", isInput: true)]
      + [
        Port(name: "s_axis_tvalid", isInput: true), Port(name: "s_axis_tready", isInput: false),
        Port(name: "s_axis_tdata", isInput: true, bits: s.tdataBits), Port(name: "s_axis_tlast", isInput: true),
        Port(name: "m_axis_tvalid", isInput: false), Port(name: "m_axis_tready", isInput: true),
        Port(name: "m_axis_tdata", isInput: false, bits: m.tdataBits), Port(name: "m_axis_tlast", isInput: false),
        Port(name: "frame_error", isInput: false, bits: manifest.interface.frameErrorBits),
      ]
      + (manifest.load == nil
        ? []
        : [
          Port(name: "s_load_axis_tvalid", isInput: true), Port(name: "s_load_axis_tready", isInput: false),
          Port(name: "s_load_axis_tdata", isInput: true, bits: 32), Port(name: "s_load_axis_tlast", isInput: true),
          Port(name: "load_error", isInput: false, bits: 2),
        ])
  }

  private static func component(_ manifest: Manifest) -> Values {
    func bus(
      _ name: String, _ type: (vendor: String, library: String, name: String, version: String), _ mode: String,
      _ maps: [(String, String)], _ parameters: [(String, String)] = []
    ) -> Values {
      [
        "bus": .text(name), "vendor": .text(type.vendor), "library": .text(type.library), "type": .text(type.name),
        "version": .text(type.version), "mode": .text(mode),
        "maps": .list(maps.map { ["logical": .text($0.0), "physical": .text($0.1)] }),
        "has_parameters": .flag(!parameters.isEmpty),
        "parameters": .list(parameters.map { ["parameter": .text($0.0), "setting": .text($0.1)] }),
      ]
    }
    func stream(_ prefix: String, _ mode: String) -> Values {
      bus(
        prefix, ("amba.com", "AMBA4", "AXI4Stream", "r0p0_1"), mode,
        ["TVALID", "TREADY", "TDATA", "TLAST"].map { ($0, "\(prefix)_\($0.lowercased())") })
    }
    return [
      "name": .text(manifest.name), "top": .text(manifest.top), "has_memories": .flag(!manifest.memories.isEmpty),
      "buses": .list(
        [
          stream("s_axis", "slave"), stream("m_axis", "master"),
        ] + (manifest.load == nil ? [] : [stream("s_load_axis", "slave")]) + [
          bus(
            "aclk", ("xilinx.com", "signal", "clock", "1.0"), "slave", [("CLK", "aclk")],
            [
              ("ASSOCIATED_BUSIF", manifest.load == nil ? "s_axis:m_axis" : "s_axis:m_axis:s_load_axis"),
              ("ASSOCIATED_RESET", "aresetn"),
            ]),
          bus(
            "aresetn", ("xilinx.com", "signal", "reset", "1.0"), "slave", [("RST", "aresetn")],
            [("POLARITY", "ACTIVE_LOW")]),
        ]),
      "ports": .list(
        ports(manifest).map {
          [
            "port": .text($0.name), "direction": .text($0.isInput ? "in" : "out"), "is_vector": .flag($0.bits != nil),
            "top_bit": .init(($0.bits ?? 1) - 1),
          ]
        }),
      "files": .list(
        manifest.sources.map { ["path": .text($0), "attributes": "", "kind": "verilogSource"] }
          + manifest.memories.map { ["path": .text($0), "attributes": " user=\"memory\"", "kind": "user"] }),
    ]
  }

  /// A name as VHDL writes it: between backslashes where it is no basic identifier.
  private static func vhdlName(_ name: String) -> String {
    let isBasic = name.first?.isLetter == true && !name.contains("__") && !name.contains("$") && !name.hasSuffix("_")
    return isBasic ? name : "\\\(name)\\"
  }

  private static func vhdl(_ manifest: Manifest) -> Values {
    let ports = ports(manifest)
    return [
      "top": .text(vhdlName(manifest.top)), "package": .text(vhdlName(manifest.name + "_package")),
      "entity": .text(vhdlName(manifest.name + "_vhdl")), "has_memories": .flag(!manifest.memories.isEmpty),
      "ports": .list(
        ports.enumerated().map { place, port in
          [
            "port": .text(port.name), "direction": .text(port.isInput ? "in" : "out"),
            "type": .text(port.bits.map { "std_logic_vector(\($0 - 1) downto 0)" } ?? "std_logic"),
            "end": .text(place == ports.count - 1 ? "" : ";"), "comma": .text(place == ports.count - 1 ? "" : ","),
          ]
        }),
    ]
  }

  private static func systemVerilog(_ manifest: Manifest) -> Values {
    [
      "name": .text(manifest.name), "top": .text(manifest.top), "has_memories": .flag(!manifest.memories.isEmpty),
      "has_load": .flag(manifest.load != nil), "s_bits": .init(manifest.interface.input.tdataBits),
      "m_bits": .init(manifest.interface.output.tdataBits),
    ]
  }

  private static func litex(_ manifest: Manifest) -> Values {
    [
      "name": .text(manifest.name), "top": .text(manifest.top), "run_folder": .text(manifest.runFolder),
      "has_memories": .flag(!manifest.memories.isEmpty), "has_load": .flag(manifest.load != nil),
      "s_bits": .init(manifest.interface.input.tdataBits),
      "m_bits": .init(manifest.interface.output.tdataBits),
      "s_words": .init(manifest.interface.input.wordsPerFrame),
      "m_words": .init(manifest.interface.output.wordsPerFrame),
      "sources": .list(manifest.sources.map { ["path": .text($0)] }),
    ]
  }
}
