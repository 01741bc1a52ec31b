internal import Arithmetic
internal import Cells
internal import Datapath
package import Emit
internal import PipelineIR
package import Support

/// Makes the output folder of a design in C++ for high-level synthesis.
package enum HLSEmitter {
  /// The files of the folder. The same design gives the same bytes.
  ///
  /// Throws when the machine is not sound, could lock up, or has a part without C++.
  package static func files(of design: Design, types: HLSTypes) throws(Failure) -> FileSet {
    let pipeline = design.pipeline
    try pipeline.verify(holding: .processes)
    try design.checkVectors()
    try checkMemories(of: pipeline)
    let machine = try HLSMachine(pipeline)
    var files = FileSet()
    try addSources(of: machine, types, to: &files)
    let hash = SHA256.hex(
      of: ([design.quantizedText ?? ""] + files.paths.map { files[$0] ?? "" }).joined(separator: "\n"))
    if let text = design.quantizedText { try files.add("model/quantized.yml", text) }
    var manifest = manifest(of: design, machine, hash: hash)
    manifest.hlsTypes = types
    manifest.sources = files.paths.filter { $0.hasPrefix("src/") }
    try design.addVectors(to: &files)
    try addScaffolds(machine, design, manifest, types, to: &files)
    manifest.hashes = files.hashes
    try files.add("manifest.json", try manifest.text())
    return files
  }

  /// Throws where memories can be loaded: those of C++ are constants.
  private static func checkMemories(of pipeline: Pipeline) throws(Failure) {
    let streams = pipeline.streams
    for stage in pipeline.stages {
      guard case .datapath(let datapath) = stage.operation.body(inputs: stage.inputs.compactMap { streams[$0] }),
        datapath.graph.nodes.contains(where: {
          if case .memory(let memory) = $0.operation { memory.isLoadable } else { false }
        })
      else { continue }
      throw Failure(
        at: "layer '\(stage.layer)'", "weights that can be loaded are Verilog's; those of C++ are constants",
        notes: ["take 'loadable' out of the plan, or compile to Verilog"])
    }
  }

  private static func addSources(
    of machine: HLSMachine, _ types: HLSTypes, to files: inout FileSet
  ) throws(Failure) {
    let name = machine.pipeline.name
    try files.add("src/\(name).h", machine.header)
    try files.add("src/\(name).cpp", machine.source)
    for layer in machine.layers { try files.add("src/\(machine.headers[layer.name] ?? "").h", machine.text(of: layer)) }
    let functions = machine.pipeline.stages.compactMap { machine.functions[$0.name] }
    for function in functions where !function.constants.isEmpty {
      try files.add("src/weights/\(function.name).h", machine.constants(of: function))
    }
    try files.addLibrary(
      CellHeaders.closure(
        of: functions.flatMap(\.cells).map(\.header) + ["mantissa_relane.h", "mantissa_simulation.h"]), types,
      in: "src/mantissa")
  }

  private static func manifest(of design: Design, _ machine: HLSMachine, hash: String) -> Manifest {
    let layers = machine.layers.map { layer in
      Manifest.Layer(
        layer, streams: machine.streams, module: machine.headers[layer.name] ?? "", tap: machine.tap(of: layer)
      ) { stage in
        (machine.functions[stage.name]?.name ?? "", [:])
      }
    }
    var manifest = Manifest(design, top: machine.top, hash: hash, layers: layers, runFolder: "src")
    manifest.backend = .hls
    // What a cycle is, the synthesis tool decides.
    manifest.latencyCycles = nil
    return manifest
  }

  private static func addScaffolds(
    _ machine: HLSMachine, _ design: Design, _ manifest: Manifest, _ types: HLSTypes, to files: inout FileSet
  ) throws(Failure) {
    let name = manifest.name
    let queues = machine.channels.filter { $0.depth > 2 }.map { (name: $0.name, depth: $0.depth) }
    let bench: Values = [
      "name": .text(name), "input_words": .init(manifest.interface.input.wordsPerFrame),
      "output_words": .init(manifest.interface.output.wordsPerFrame), "frames": .init(manifest.vectors.frames),
    ]
    try files.add("tb/\(name)_tb.cpp", try Scaffold.render("hls/bench.cpp", bench))
    try files.add("Makefile", try types.makefile(name: name, source: name + ".cpp"))
    try files.addScripts(
      types, name: name, source: name + ".cpp",
      arguments: "+input=$root/vectors/input.hex +expected=$root/vectors/expected.hex", queues: queues)
    try files.add("README.md", try Scaffold.render("hls/README.md", HLSReadme.values(manifest, design, types)))
  }
}

extension HLSTypes {
  /// The Makefile of a folder whose test bench is `tb/<name>_tb.cpp`, and the one source below `src/`.
  package func makefile(name: String, source: String) throws(Failure) -> String {
    try Scaffold.render(
      "hls/Makefile",
      [
        "name": .text(name), "source": .text(source), "library": .text(library), "folder": .text(openFolder),
        "targets": .text(self == .ap ? "vitis" : "catapult bambu"), "is_ap": .flag(self == .ap),
        "is_ac": .flag(self == .ac),
      ])
  }
}

extension FileSet {
  /// Adds the scripts for the synthesis tools that take these types.
  ///
  /// - Parameters:
  ///   - source: the file below `src/` that holds the function `<name>_top`.
  ///   - arguments: those of the test bench, in Tcl's words; `$root` is the folder.
  ///   - queues: a machine's streams of more than two words; nil for an operator, which has none.
  package mutating func addScripts(
    _ types: HLSTypes, name: String, source: String, arguments: String, queues: [(name: String, depth: Int)]?
  ) throws(Failure) {
    let values: Values = ["name": .text(name), "source": .text(source)]
    switch types {
    case .ap:
      var values = values
      values["arguments"] = .text(arguments)
      try add("scripts/vitis_hls.tcl", try Scaffold.render("hls/vitis_hls.tcl", values))
    case .ac:
      var values = values
      values["is_network"] = .flag(queues != nil)
      try add("scripts/bambu.sh", try Scaffold.render("hls/bambu.sh", values), executable: true)
      values["is_operator"] = .flag(queues == nil)
      values["queues"] = .list((queues ?? []).map { ["queue": .text($0.name), "depth": .init($0.depth)] })
      try add("scripts/catapult.tcl", try Scaffold.render("hls/catapult.tcl", values))
    }
  }

  /// Adds headers of cells and the types that they are written in.
  package mutating func addLibrary(_ headers: [String], _ types: HLSTypes, in folder: String) throws(Failure) {
    for header in headers { try add("\(folder)/\(header)", CellHeaders.text(header) ?? "") }
    guard let text = EmbeddedText.text("hls/mantissa_types_\(types.rawValue).h") else {
      throw Failure(.tool, at: "mantissa_types.h", "the types of '\(types.rawValue)' are missing")
    }
    try add("\(folder)/mantissa_types.h", text)
  }
}
