internal import Arithmetic
internal import Emit
internal import PipelineIR
internal import Support

/// A pipeline as C++: a function a stage, a header a layer, and a top function that joins them by streams.
struct HLSMachine {
  /// A process of the top function: a stage's function, or one that moves lanes at a port.
  struct Process {
    var call: String
    var arguments: [String]
  }

  let pipeline: Pipeline
  let streams: [String: StreamType]
  let layers: [PipelineLayer]
  /// By stage name.
  let functions: [String: StageFunction]
  /// The variables of the streams between stages, by stream name.
  let variables: [String: String]
  /// The header of a layer without its ending, by the layer's name.
  let headers: [String: String]

  var top: String { pipeline.name + "_top" }

  /// Bits of the widest integer of ap_types.
  private static let widestWord = 32768

  /// Throws where a stage needs a cell that has no C++, or one with a parameter that it does not have.
  ///
  /// - Precondition: `pipeline.verify` passes.
  init(_ pipeline: Pipeline) throws(Failure) {
    self.pipeline = pipeline
    streams = pipeline.streams
    layers = pipeline.layers
    let widest = streams.max { $0.value.wordWidth < $1.value.wordWidth }
    if let widest, widest.value.wordWidth > Self.widestWord {
      throw Failure(
        at: "stream '\(widest.key)'",
        "has words of \(widest.value.wordWidth) bits; integers of C++ have up to \(Self.widestWord)",
        notes: ["a smaller fold makes them narrower"])
    }
    var functions: [String: StageFunction] = [:]
    var names = FunctionNames(taken: ["top", "input_t", "output_t"].map { "\(pipeline.name)_\($0)" })
    for stage in pipeline.stages {
      let context = StageContext(
        name: names.unique("\(pipeline.name)_\(stage.name)"),
        inputs: stage.inputs.compactMap { [streams] in streams[$0] },
        outputs: stage.outputs)
      let function = stage.operation.function(context)
      try function.cells.checkHeaders(of: "stage '\(stage.name)'")
      functions[stage.name] = function
    }
    self.functions = functions
    var streamNames = NameTable(taken: ["s_axis", "m_axis", "s_words", "m_words"])
    variables = pipeline.stages.flatMap(\.outputNames).reduce(into: [:]) { variables, stream in
      variables[stream] = streamNames.unique(stream.replacing(".", with: "_") + "_words")
    }
    var files = NameTable(taken: [pipeline.name, "\(pipeline.name)_tb"])
    headers = layers.reduce(into: [:]) { $0[$1.name] = files.unique("\(pipeline.name)_\($1.name)") }
  }

  private func port(_ port: Port) -> WordCoding { WordCoding(padded: port.stream) }

  /// The variable of a stream, or the port that it is.
  private func variable(_ stream: String) -> String {
    let isInput = stream == Pipeline.inputStream
    guard isInput || stream == pipeline.outputStream else { return variables[stream] ?? stream }
    let (name, port) = isInput ? ("s", pipeline.input) : ("m", pipeline.output)
    return isPadded(port) ? "\(name)_words" : "\(name)_axis"
  }

  private func isPadded(_ port: Port) -> Bool { self.port(port).laneStride != port.stream.elementWidth }

  /// The streams between processes: variable, bits of a word, words that it holds.
  var channels: [(name: String, width: Int, depth: Int)] {
    var result: [(String, Int, Int)] = []
    if isPadded(pipeline.input) { result.append(("s_words", pipeline.input.stream.wordWidth, 2)) }
    for stage in pipeline.stages {
      let inputs = stage.inputs.compactMap { streams[$0] }
      // A FIFO's words lie in the stream behind it.
      let queue = stage.operation.buffer(inputs: inputs).flatMap { $0.isQueue ? $0.size : nil }
      for (stream, type) in zip(stage.outputNames, stage.outputs) where !variable(stream).hasSuffix("_axis") {
        result.append((variable(stream), type.wordWidth, max(2, queue ?? 2)))
      }
    }
    return result
  }

  // MARK: Files

  /// The public header: the types of the ports and the top function.
  var header: String {
    let guardName = "MANTISSA_DESIGN_\(pipeline.name.uppercased())_H"
    return """
      // \(pipeline.name).h -- the machine as one function, which takes a frame and gives its result.
      #ifndef \(guardName)
      #define \(guardName)

      #include "mantissa/mantissa_types.h"

      // A word of the input: \(lanes(pipeline.input)).
      using \(pipeline.name)_input_t = \(Cpp.unsigned(port(pipeline.input).wordWidth));
      // A word of the output: \(lanes(pipeline.output)).
      using \(pipeline.name)_output_t = \(Cpp.unsigned(port(pipeline.output).wordWidth));

      // A frame has \(pipeline.input.stream.wordsPerFrame) words, its result \(pipeline.output.stream.wordsPerFrame).
      void \(top)(mantissa::stream<\(pipeline.name)_input_t>& s_axis, mantissa::stream<\(pipeline.name)_output_t>& m_axis);

      #endif

      """
  }

  private func lanes(_ port: Port) -> String {
    let coding = self.port(port)
    return "\(coding.lanes) lane\(coding.lanes == 1 ? "" : "s") of \(coding.laneStride) bits, "
      + "the code of \(port.format) in the low \(coding.elementWidth)"
  }

  /// The top function.
  var source: String {
    let channels = channels.map { name, width, depth in
      "  static \(Cpp.stream(width)) \(name);\n  MANTISSA_DEPTH(\(name), \(depth))"
    }
    let includes = layers.map { "#include \"\(headers[$0.name] ?? "").h\"" }
    return """
      // \(pipeline.name).cpp -- the machine: a process for every stage, joined by streams.
      #include "\(pipeline.name).h"

      #include "mantissa/mantissa_simulation.h"
      \(isPadded(pipeline.input) || isPadded(pipeline.output) ? "#include \"mantissa/mantissa_relane.h\"\n" : "")\
      \(includes.joined(separator: "\n"))

      MANTISSA_DESIGN
      void \(top)(mantissa::stream<\(pipeline.name)_input_t>& s_axis, mantissa::stream<\(pipeline.name)_output_t>& m_axis) {
        MANTISSA_TOP
        MANTISSA_PORT(s_axis)
        MANTISSA_PORT(m_axis)
        MANTISSA_DATAFLOW
      \(channels.joined(separator: "\n"))

      \(calls.joined(separator: "\n"))
      }

      """
  }

  private var calls: [String] {
    let (input, output) = (pipeline.input, pipeline.output)
    func relane(_ port: Port, _ from: Int, _ to: Int, _ arguments: String) -> String {
      "  mantissa::relane<\(port.stream.wordsPerFrame), \(port.stream.lanes), \(from), \(to)>(\(arguments));"
    }
    var result: [String] = []
    if isPadded(input) {
      result.append(relane(input, self.port(input).laneStride, input.stream.elementWidth, "s_axis, s_words"))
    }
    for layer in layers {
      result.append("  // \(layer.name)")
      for stage in layer.stages {
        let arguments = (stage.inputs + stage.outputNames).map(variable).joined(separator: ", ")
        result.append("  \(functions[stage.name]?.name ?? stage.name)(\(arguments));")
      }
      if let stream = layer.outputs.first, let type = streams[stream] {
        result.append("  MANTISSA_TAP(\"\(tap(of: layer))\", \(variable(stream)), \(type.wordsPerFrame))")
      }
    }
    if isPadded(output) {
      result.append(relane(output, output.stream.elementWidth, self.port(output).laneStride, "m_words, m_axis"))
    }
    return result
  }

  /// The file of a layer's tapped words, without its ending.
  func tap(of layer: PipelineLayer) -> String { headers[layer.name] ?? layer.name }

  /// The header of a layer: the functions of its stages.
  func text(of layer: PipelineLayer) -> String {
    let parts = layer.stages.compactMap { functions[$0.name] }
    let cells = Set(parts.flatMap(\.cells).map(\.header)).sorted().map { "#include \"mantissa/\($0)\"" }
    let constants = parts.filter { !$0.constants.isEmpty }.map { "#include \"weights/\($0.name).h\"" }
    let file = headers[layer.name] ?? ""
    let guardName = "MANTISSA_LAYER_\(file.uppercased())_H"
    return """
      // \(file).h -- layer '\(layer.name)': \(layer.stages.map { $0.operation.shownKind }.joined(separator: " -> ")).
      #ifndef \(guardName)
      #define \(guardName)

      \((["#include \"mantissa/mantissa_bits.h\""] + cells + constants).joined(separator: "\n"))

      \(parts.map(\.text).joined(separator: "\n\n"))

      #endif

      """
  }

  /// The tables of a stage.
  func constants(of function: StageFunction) -> String {
    let guardName = "MANTISSA_TABLE_\(function.name.uppercased())_H"
    return """
      // \(function.name).h -- the constants of '\(function.name)'.
      #ifndef \(guardName)
      #define \(guardName)

      #include "../mantissa/mantissa_bits.h"

      \(function.constants)

      #endif

      """
  }
}

/// Names of functions that differ from each other and from what other stages derive from theirs.
private struct FunctionNames {
  private var taken: Set<String>

  /// What a stage's function and its tables add to its name.
  private static let derived = [
    "", "_weight", "_activation", "_finish", "_weights", "_multipliers", "_offsets", "_multiplier_belows",
    "_offset_belows", "_borders", "_thresholds", "_falls", "_table", "_codes",
  ]

  init(taken: [String]) { self.taken = Set(taken.map { $0.lowercased() }) }

  mutating func unique(_ name: String) -> String {
    var (unique, number) = (name, 1)
    func all(_ name: String) -> [String] { Self.derived.map { (name + $0).lowercased() } }
    while !taken.isDisjoint(with: all(unique)) {
      number += 1
      unique = "\(name)_\(number)"
    }
    taken.formUnion(all(unique))
    return unique
  }
}
