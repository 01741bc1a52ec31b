internal import Cells
internal import PipelineIR
internal import RTL
package import Support
internal import Verilog

/// Makes the output folder of a design: Verilog, memories, testbenches, vectors, scripts, manifest.
package enum Emitter {
  /// The files of the folder. The same design gives the same bytes.
  ///
  /// Throws when the machine is not sound, or could lock up.
  package static func files(of design: Design) throws(Failure) -> FileSet {
    try design.pipeline.verify()
    let machine = try Machine(design.pipeline)
    try design.checkVectors()
    let modules = machine.modules
    let hash = hash(of: design, machine, modules)
    var files = FileSet()
    for var module in modules {
      module.header += ["", "Made by Mantissa from a design with SHA-256", hash + "."]
      try files.add("rtl/\(module.name).v", design.attributes.applied(to: module.description))
    }
    try addCells(of: machine, design.attributes, to: &files)
    for memory in machine.memories {
      try files.add("rtl/mem/" + memory.file, memory.text)
    }
    if let text = design.quantizedText { try files.add("model/quantized.yml", text) }
    var manifest = machine.manifest(design, hash: hash)
    manifest.sources = files.paths.filter { $0.hasSuffix(".v") }
    manifest.memories = machine.memories.map { "rtl/mem/" + $0.file }
    try design.addVectors(to: &files)
    try Scaffolds.add(for: machine, design, manifest, to: &files)
    manifest.hashes = files.hashes
    try files.add("manifest.json", try manifest.text())
    return files
  }

  /// The digest of everything that decides what the machine computes and when: the quantized network, every module
  /// and every memory.
  private static func hash(of design: Design, _ machine: Machine, _ modules: [Module]) -> String {
    let memories = machine.memories.map { "\($0.file) \($0.width)\n" + $0.text.dropLast() }
    let texts = [design.quantizedText ?? ""] + modules.map(\.description) + memories
    return SHA256.hex(of: texts.joined(separator: "\n"))
  }

  /// The cells that the top module and the stages use, and those that these use.
  private static func addCells(
    of machine: Machine, _ attributes: MappingAttributes, to files: inout FileSet
  ) throws(Failure) {
    let hardware = machine.pipeline.stages.compactMap { machine.hardware[$0.name] }
    let generated = Set(hardware.flatMap { $0.modules.map(\.name) })
    let named =
      machine.topCells + hardware.flatMap { $0.cells + [$0.module] }.filter { !generated.contains($0) }
    for name in named where CellLibrary.text(of: name) == nil {
      throw Failure(.tool, at: "cell '\(name)'", "a stage uses a cell that Mantissa does not have")
    }
    for name in CellLibrary.closure(of: named) {
      try files.add("rtl/cells/\(name).v", attributes.applied(to: CellLibrary.text(of: name) ?? ""))
    }
  }
}

/// Test vectors as text.
package enum Vectors {
  /// One word a line, frame after frame.
  package static func text(_ frames: [[UInt32]], _ coding: WordCoding) -> String {
    frames.map(coding.text).joined()
  }
}
