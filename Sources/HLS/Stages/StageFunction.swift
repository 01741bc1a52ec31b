internal import Arithmetic
internal import Datapath
internal import PipelineIR

/// A stage as a C++ function that takes the words of a frame from its streams and gives those of its result.
struct StageFunction {
  /// Its name; the streams are its parameters, those that enter first.
  var name: String
  /// The definitions: helpers and the function.
  var text: String
  var cells: [CellUse]
  /// Definitions of constant tables, in a file of their own; empty for stages without.
  var constants = ""
}

/// What a stage's function is made from.
struct StageContext {
  /// The function's name.
  var name: String
  var inputs: [StreamType]
  var outputs: [StreamType]

  /// The parameters: streams that enter, then those that leave.
  var parameters: String {
    func names(_ side: String, _ streams: [StreamType]) -> [String] {
      streams.enumerated().map { index, stream in
        "\(Cpp.stream(stream.wordWidth))& \(side)\(streams.count == 1 ? "" : "\(index)")_axis"
      }
    }
    let all = names("s", inputs) + names("m", outputs)
    return "MANTISSA_BLOCK\ninline void \(name)(\n    " + all.joined(separator: ",\n    ") + ") {"
  }

  /// The parameters' names.
  var arguments: String {
    func names(_ side: String, _ count: Int) -> [String] {
      (0..<count).map { "\(side)\(count == 1 ? "" : "\($0)")_axis" }
    }
    return (names("s", inputs.count) + names("m", outputs.count)).joined(separator: ", ")
  }
}

extension StageOperation {
  /// The stage's function.
  func function(_ context: StageContext) -> StageFunction {
    switch body(inputs: context.inputs) {
    case .cell(let use): use.function(context)
    case .datapath(let datapath): datapath.function(context)
    }
  }
}

extension StageDatapath {
  fileprivate func function(_ context: StageContext) -> StageFunction {
    switch self {
    case .linear(let datapath): datapath.function(context)
    case .sum(let datapath): datapath.function(context)
    case .product(let datapath): datapath.function(context)
    case .maximum(let datapath): datapath.function(context)
    case .argmax(let datapath): datapath.function(context)
    case .table(let datapath): datapath.function(context)
    case .search(let datapath): datapath.function(context)
    // Registers are the synthesis tool's affair.
    case .placed(let datapath, _): datapath.function(context)
    }
  }
}

extension CellUse {
  /// A cell with streams.
  fileprivate func function(_ context: StageContext) -> StageFunction {
    let lists = parameters.filter(\.value.isList)
    let arrays = lists.map { list -> String in
      guard case .list(let values) = list.value else { return "" }
      return "  static const int \(list.name.lowercased())[\(values.count)] = \(list.value.cpp);\n"
    }
    let arguments = lists.map { $0.name.lowercased() } + [context.arguments]
    let call = "\(function(["WORDS": context.inputs[0].wordsPerFrame]))(\(arguments.joined(separator: ", ")));"
    let text = """
      \(Cpp.comment(["\(context.name) -- \(contract.name), see \(header)."]))
      \(context.parameters)
      \(arrays.joined())  \(Self.broken(call))
      }
      """
    return StageFunction(name: context.name, text: text, cells: [self])
  }

  /// A long call in several lines.
  private static func broken(_ call: String) -> String {
    guard call.count > 116 else { return call }
    var lines = [""]
    for word in call.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 112 { lines.append("    ") }
      lines[lines.count - 1] += (lines[lines.count - 1].allSatisfy(\.isWhitespace) ? "" : " ") + word
    }
    return lines.joined(separator: "\n  ")
  }
}
