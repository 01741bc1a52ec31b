internal import Cells
internal import Support

/// `packaging/registers/`: a top with AXI4-Lite registers, their description in three forms, and a testbench.
enum RegisterFiles {
  static let folder = "packaging/registers"

  static func add(_ manifest: Manifest, to files: inout FileSet) throws(Failure) {
    let design = String(manifest.hash.prefix(8))
    let map = RegisterMap(design: design)
    for cell in CellLibrary.closure(of: ["mantissa_axi_lite"]) {
      try files.add("\(folder)/\(cell).v", CellLibrary.text(of: cell) ?? "")
    }
    func add(_ file: String, _ template: String, _ values: Values) throws(Failure) {
      try files.add(
        "\(folder)/\(manifest.name)_\(file)", try Scaffold.render("packaging/registers/\(template)", values))
    }
    try add("axi.v", "axi.v", top(map, manifest))
    try add("axi_tb.v", "axi_tb.v", bench(map, design, manifest))
    try add("registers.rdl", "map.rdl", rdl(map, manifest))
    try add("registers.h", "map.h", header(map, design, manifest))
    try add("registers.md", "map.md", table(map, manifest))
  }

  private static func top(_ map: RegisterMap, _ manifest: Manifest) -> Values {
    func word(_ name: String) -> Values.Value {
      .text(((map.registers.first { $0.name == name }?.offset ?? 0) / 4).hex(2))
    }
    return [
      "name": .text(manifest.name), "top": .text(manifest.top), "hash": .text(manifest.hash),
      "has_memories": .flag(!manifest.memories.isEmpty), "has_load": .flag(manifest.load != nil),
      "s_top_bit": .init(manifest.interface.input.tdataBits - 1),
      "m_top_bit": .init(manifest.interface.output.tdataBits - 1),
      "control_word": word("CONTROL"), "cycles_word": word("CYCLES_LOW"),
      "registers": .list(
        map.registers.map {
          ["word": .text(($0.offset / 4).hex(2)), "value": .text($0.value), "register": .text($0.name)]
        }),
    ]
  }

  private static func bench(_ map: RegisterMap, _ design: String, _ manifest: Manifest) -> Values {
    var values: Values = [
      "name": .text(manifest.name), "has_memories": .flag(!manifest.memories.isEmpty),
      "has_load": .flag(manifest.load != nil),
      "in_words": .init(manifest.interface.input.wordsPerFrame),
      "out_words": .init(manifest.interface.output.wordsPerFrame), "s_bits": .init(manifest.interface.input.tdataBits),
      "s_top_bit": .init(manifest.interface.input.tdataBits - 1),
      "m_top_bit": .init(manifest.interface.output.tdataBits - 1), "frames": .init(manifest.vectors.frames),
      "input_file": .text(manifest.upToRoot + manifest.vectors.input),
      "expected_file": .text(manifest.upToRoot + manifest.vectors.expected),
      "map_version": .init(RegisterMap.version), "id": .text(design),
    ]
    for name in ["VERSION", "DESIGN", "CONTROL", "STATUS", "CYCLES_LOW", "CYCLES_HIGH", "FRAMES_IN", "FRAMES_OUT"] {
      values[name.lowercased()] = .text(map.offset(name))
    }
    return values
  }

  private static func rdl(_ map: RegisterMap, _ manifest: Manifest) -> Values {
    [
      "name": .text(manifest.name), "title": .text("The network \(manifest.name) behind AXI4-Lite"),
      "registers": .list(
        map.registers.map { register in
          [
            "register": .text(register.name), "offset": .text(register.offset.hex(2)),
            "description": .text(register.description),
            "fields": .list(
              register.fields.map { field in
                let (properties, reset) = field.systemRDL
                return [
                  "field": .text(field.name), "high": .init(field.bits.upperBound), "low": .init(field.bits.lowerBound),
                  "field_description": .text(field.description), "properties": .text(properties), "reset": .text(reset),
                ]
              }),
          ]
        }),
    ]
  }

  private static func header(_ map: RegisterMap, _ design: String, _ manifest: Manifest) -> Values {
    [
      "name": .text(manifest.name), "prefix": .text(manifest.name.uppercased()),
      "map_version": .init(RegisterMap.version), "id": .text(design),
      "registers": .list(
        map.registers.map { register in
          [
            "register": .text(register.name), "offset": .text(register.offset.hex(2)),
            "description": .text(register.description),
            "fields": .list(
              register.fields.map {
                ["field": .text($0.name), "mask": .text($0.mask.hex(8)), "low": .init($0.bits.lowerBound)]
              }),
          ]
        }),
    ]
  }

  private static func table(_ map: RegisterMap, _ manifest: Manifest) -> Values {
    [
      "name": .text(manifest.name),
      "registers": .list(
        map.registers.map { register in
          [
            "register": .text(register.name), "offset": .text(register.offset.hex(2)),
            "fields": .list(
              register.fields.map {
                [
                  "field": .text($0.name), "high": .init($0.bits.upperBound), "low": .init($0.bits.lowerBound),
                  "access": .text($0.access.rawValue), "field_description": .text($0.description),
                ]
              }),
          ]
        }),
    ]
  }
}

extension RegisterMap.Field {
  /// Its properties, and its value after a reset, as SystemRDL says them.
  fileprivate var systemRDL: (properties: String, reset: String) {
    switch access {
    case .read: ("", "")
    case .write: ("sw = w; hw = r; singlepulse; ", " = 0")
    // Verilog's sized numbers are SystemRDL's, too.
    case .constant: ("hw = na; ", " = \(value)")
    }
  }
}
