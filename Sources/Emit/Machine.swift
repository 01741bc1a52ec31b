internal import Cells
internal import PipelineIR
internal import RTL
internal import Support
internal import Verilog

/// A pipeline with its stages grouped by layer, its hardware made, and everything named.
struct Machine {
  /// One layer and its module.
  @dynamicMemberLookup
  struct Layer {
    var group: PipelineLayer
    var module: String

    subscript<Value>(dynamicMember path: KeyPath<PipelineLayer, Value>) -> Value { group[keyPath: path] }
  }

  let pipeline: Pipeline
  let layers: [Layer]
  let streams: [String: StreamType]
  /// By stage name.
  let hardware: [String: StageHardware]
  /// What an image has to be to be loaded; nil where nothing can.
  private(set) var load: Manifest.Load?
  /// The nets between the layers, `<layer>` or `<layer>_<n>`, by stream name.
  let coreNets: [String: String]

  var top: String { pipeline.name + "_top" }
  var core: String { pipeline.name + "_core" }

  /// Throws when names are no Verilog names.
  ///
  /// - Precondition: `pipeline.verifyStreams` passes.
  init(_ pipeline: Pipeline) throws(Failure) {
    self.pipeline = pipeline
    guard VerilogName.isLegal(pipeline.name), !pipeline.name.hasPrefix("mantissa_") else {
      throw Failure(
        at: "design '\(pipeline.name)'", "the name is no Verilog name", notes: ["choose another with --name"])
    }
    for stage in pipeline.stages where !VerilogName.isLegal(stage.name) || !VerilogName.isLegal(stage.layer) {
      throw Failure(at: "stage '\(stage.name)'", "the names of a stage and its layer are Verilog names")
    }
    let streams = pipeline.streams
    self.streams = streams
    var hardware: [String: StageHardware] = [:]
    for stage in pipeline.stages {
      let inputs = stage.inputs.compactMap { streams[$0] }
      hardware[stage.name] = stage.operation.hardware(name: "\(pipeline.name)_\(stage.name)", inputs: inputs)
    }
    self.hardware = hardware
    layers = Self.layers(of: pipeline, taken: Set(hardware.values.flatMap { $0.modules.map(\.name) }))
    coreNets = Self.coreNets(of: layers)
    load = loadFound
  }

  private static func layers(of pipeline: Pipeline, taken: Set<String>) -> [Layer] {
    var names = NameTable(
      taken: taken.union(
        (["top", "core", "tb", "tapped"] + Packaging.modules + Board.all.flatMap { [$0.name, $0.name + "_tb"] })
          .map { "\(pipeline.name)_\($0)" }
      ).union(CellLibrary.names))
    return pipeline.layers.map { Layer(group: $0, module: names.unique("\(pipeline.name)_\($0.name)")) }
  }

  /// Top, core, layers, and what the stages generate.
  var modules: [Module] {
    [topModule(), coreModule()] + layers.map(module) + pipeline.stages.flatMap { hardware[$0.name]?.modules ?? [] }
  }

  /// The parameter that says where memory files lie; modules with memories below them hand it down.
  static let memoryFolder = "MEMORY_FOLDER"

  func takesMemoryFolder(_ stage: Stage) -> Bool {
    guard let hardware = hardware[stage.name] else { return false }
    return hardware.modules.contains { module in
      module.name == hardware.module && module.parameters.contains { $0.name == Self.memoryFolder }
    }
  }

  /// The parameter of a module that holds these stages: a folder's path with a slash at its end.
  ///
  /// Never empty: tools differ on what an empty string adds to a name.
  func folderParameter(of stages: [Stage]) -> [Module.Parameter] {
    stages.contains(where: takesMemoryFolder) ? [Module.Parameter(Self.memoryFolder, .string("./"))] : []
  }

  /// What an instance of such a module is given.
  func folderArgument(of stages: [Stage]) -> [(name: String, value: Expression)] {
    folderParameter(of: stages).map { ($0.name, .identifier($0.name)) }
  }

  func stream(_ name: String) -> StreamType {
    streams[name] ?? StreamType(lanes: 1, elementWidth: 1, wordsPerFrame: 1)
  }

  private static func coreNets(of layers: [Layer]) -> [String: String] {
    var names = NameTable(taken: ["s_axis", "m_axis"])
    var nets = [Pipeline.inputStream: "s_axis"]
    for layer in layers {
      for (index, output) in layer.outputs.enumerated() {
        nets[output] = names.unique(layer.outputs.count == 1 ? layer.name : "\(layer.name)_\(index)")
      }
    }
    return nets
  }
}

/// Hands out names that differ from each other and from those already taken, in more than case: they name files too.
package struct NameTable {
  private var taken: Set<String>

  /// Names that are in use, whatever their case.
  package init(taken: Set<String>) { self.taken = Set(taken.map { $0.lowercased() }) }

  /// The name itself, or with the least number behind it that makes it new; then it is in use.
  package mutating func unique(_ name: String) -> String {
    var (unique, number) = (name, 1)
    while !taken.insert(unique.lowercased()).inserted {
      number += 1
      unique = "\(name)_\(number)"
    }
    return unique
  }
}
