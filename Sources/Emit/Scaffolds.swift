internal import Cells
internal import PipelineIR
internal import Support

/// The files of an emitted folder that are rendered from templates.
enum Scaffolds {
  static func add(
    for machine: Machine, _ design: Design, _ manifest: Manifest, to files: inout FileSet
  ) throws(Failure) {
    let name = manifest.name
    try files.add("tb/\(name)_tb.cpp", try Scaffold.render("tb/harness.cpp", bench(manifest)))
    var verilog = bench(manifest)
    verilog["has_memories"] = .flag(!manifest.memories.isEmpty)
    try files.add("tb/\(name)_tb.v", try Scaffold.render("tb/bench.v", verilog))
    try files.add("tb/\(name)_tapped.v", try Scaffold.render("tb/taps.v", taps(manifest)))
    var cocotb = bench(manifest)
    cocotb["run_folder"] = .text(manifest.runFolder)
    for unused in ["input_bits", "output_bits", "load_words"] { cocotb[unused] = nil }
    try files.add("tb/\(name)_cocotb.py", try Scaffold.render("tb/cocotb.py", cocotb))
    try files.add("scripts/files.f", manifest.sources.map { $0 + "\n" }.joined())
    for script in ["simulate_verilator", "simulate_icarus", "lint", "synthesise_yosys"] {
      let text = try Scaffold.render("scripts/\(script).sh", values(of: script, manifest))
      try files.add("scripts/\(script).sh", text, executable: true)
    }
    try files.add("Makefile", try Scaffold.render("Makefile", ["name": .text(name)]))
    try BoardFiles.add(manifest, to: &files)
    try Packaging.add(manifest, clock: design.clock, to: &files)
    try files.add("README.md", try Scaffold.render("README.md", Readme.values(manifest, design)))
  }

  private static func bench(_ manifest: Manifest) -> Values {
    [
      "has_load": .flag(manifest.load != nil), "load_words": .init(manifest.load?.imageWords ?? 0),
      "name": .text(manifest.name), "top": .text(manifest.top),
      "input_bits": .init(manifest.interface.input.tdataBits),
      "output_bits": .init(manifest.interface.output.tdataBits),
      "input_words": .init(manifest.interface.input.wordsPerFrame),
      "output_words": .init(manifest.interface.output.wordsPerFrame), "frames": .init(manifest.vectors.frames),
      "idle": .init(manifest.idleLimit), "input_file": .text(manifest.upToRoot + manifest.vectors.input),
      "expected_file": .text(manifest.upToRoot + manifest.vectors.expected),
    ]
  }

  private static func taps(_ manifest: Manifest) -> Values {
    [
      "name": .text(manifest.name), "top": .text(manifest.top),
      "input_bits": .init(manifest.interface.input.tdataBits),
      "output_bits": .init(manifest.interface.output.tdataBits),
      "has_memories": .flag(!manifest.memories.isEmpty), "has_load": .flag(manifest.load != nil),
      "idle": .init(manifest.idleLimit),
      "taps": .list(
        manifest.layers.enumerated().map {
          ["net": .text($1.tap), "file": .text($1.tap + ".tap"), "number": .init($0)]
        }),
      "queues": .list(
        manifest.fifos.enumerated().map {
          ["path": .text("u_\($1.layer).u_\($1.stage.name)"), "place": .init($0)]
        }),
    ]
  }

  private static func values(of script: String, _ manifest: Manifest) -> Values {
    let name = Values.Value.text(manifest.name)
    let top = Values.Value.text(manifest.top)
    let folder = Values.Value.text(manifest.runFolder)
    switch script {
    case "simulate_verilator", "simulate_icarus": return ["name": name, "top": top, "run_folder": folder]
    default: return ["top": top, "run_folder": folder, "up": .text(manifest.upToRoot)]
    }
  }
}

extension Manifest {
  /// Cycles after whose like, without a word in or out, a machine is at rest, whatever happened before: the schedule's
  /// latency of a frame and its cycles a frame, which bound what any word still has before it, and some for pauses.
  package var idleLimit: Int {
    func bounded(_ cycles: Int) -> Int { min(max(cycles, 0), 1 << 25) }
    let latency = latencyCycles ?? layers.map { bounded($0.cyclesPerFrame) + 64 }.reduce(0) { bounded($0 + $1) }
    return 1024 + bounded(latency) + bounded(cyclesPerFrame)
  }

  /// The FIFOs of the machine with their layers' names.
  package var fifos: [(layer: String, stage: Stage)] {
    layers.flatMap { layer in layer.stages.filter { $0.module == "mantissa_fifo" }.map { (layer.name, $0) } }
  }

  /// From the folder in which simulators run back to the emitted folder.
  package var upToRoot: String { runFolder.split(separator: "/").map { _ in "../" }.joined() }
}
