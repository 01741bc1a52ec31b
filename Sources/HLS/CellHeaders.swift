internal import Arithmetic
internal import Cells
internal import Support

/// The C++ headers of cells: one a contract, `mantissa_<contract>.h`, with one function template of the contract's name.
///
/// Its template parameters bear the names of the contract's parameters, in an order of its own.
package enum CellHeaders {
  /// The text of the header that has that name, `mantissa_<contract>.h`; nil when there is none.
  package static func text(_ file: String) -> String? { byName[file] }

  /// The named headers and those that they include, directly or not, sorted, without the types.
  package static func closure(of files: [String]) -> [String] {
    var found: Set<String> = []
    var open = files
    while let file = open.popLast() {
      guard let text = byName[file], found.insert(file).inserted else { continue }
      open += includes(in: text)
    }
    return found.sorted()
  }

  /// The template parameters of a contract's function, in its order, none where it is a plain function; nil when there
  /// is no such header.
  package static func parameters(of contract: String) -> [String]? { parametersByContract[contract] }

  private static let byName: [String: String] = {
    let files = EmbeddedText.files(below: "hls").filter { !$0.key.contains("mantissa_types") }
    return Dictionary(
      files.map { path, text in (String(path.split(separator: "/").last ?? ""), text) },
      uniquingKeysWith: { first, _ in first })
  }()

  private static let parametersByContract: [String: [String]] = byName.reduce(into: [:]) { all, header in
    guard header.key.hasPrefix("mantissa_"), header.key.hasSuffix(".h") else { return }
    let contract = String(header.key.dropFirst("mantissa_".count).dropLast(2))
    all[contract] = parameters(of: contract, in: header.value)
  }

  private static func includes(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("#include \"") else { return nil }
      return line.split(separator: "\"").dropFirst().first.map(String.init)
    }
  }

  /// The names in the parameter list of the template whose function has the contract's name.
  private static func parameters(of contract: String, in text: String) -> [String]? {
    guard let function = text.firstRange(of: " \(contract)(") else { return nil }
    guard let start = text[..<function.lowerBound].ranges(of: "template <").last?.upperBound else { return [] }
    // A list of plain parameters ends at the first '>'.
    guard let end = text[start...].firstIndex(of: ">") else { return nil }
    return text[start..<end].split(separator: ",").map { parameter in
      let words = parameter.split(separator: "=")[0].split { $0.isWhitespace }
      return String(words.last ?? "")
    }
  }
}

extension CellUse {
  /// Parameters that place registers, which the synthesis tool does, or memories of which it chooses the number.
  private static let placing: Set = ["CUTS", "CUT", "CHAINS", "REGISTERED", "BANKS"]

  /// The header's file.
  package var header: String { "mantissa_\(contract.name).h" }

  /// The cell's function with its template arguments, for example `mantissa::fixed_greater<8, 1>`.
  ///
  /// - Parameter more: arguments that only the function has.
  /// - Precondition: the cell has a header, which `CellHeaders` knows.
  package func function(_ more: [String: Int] = [:]) -> String {
    var values: [String: String] = more.mapValues { "\($0)" }
    for parameter in parameters { values[parameter.name] = parameter.value.cpp }
    // A parameter that is not stated, and those after it, have their defaults.
    let arguments = (CellHeaders.parameters(of: contract.name) ?? []).map { values[$0] }.prefix { $0 != nil }
    let list = arguments.compactMap { $0 }.joined(separator: ", ")
    return "mantissa::\(contract.name)" + (list.isEmpty ? "" : "<\(list)>")
  }

  /// The parameters that the function does not have, and those of it that are not stated and stand before one that is.
  package func misfits() -> [String] {
    guard let known = CellHeaders.parameters(of: contract.name) else { return ["the header"] }
    let stated = parameters.filter { !$0.value.isList }.map(\.name) + (contract.kind == .stream ? ["WORDS"] : [])
    let used = known.prefix { stated.contains($0) }
    return stated.filter { !used.contains($0) && !Self.placing.contains($0) }
  }
}

extension [CellUse] {
  /// Throws where a cell has no C++, or not with its parameters.
  func checkHeaders(of place: String) throws(Failure) {
    for cell in self {
      let misfits = cell.misfits()
      guard misfits.isEmpty else {
        throw Failure(
          .tool, at: place,
          "cell '\(cell.contract.name)' has no C++ with \(misfits.joined(separator: ", "))")
      }
    }
  }
}

extension CellUse.Value {
  /// The constant in C++.
  var cpp: String {
    switch self {
    case .integer(let value): "\(value)"
    case .code(let code, _): "0x\(String(code, radix: 16))"
    case .list(let values): "{" + values.map { "\($0)" }.joined(separator: ", ") + "}"
    }
  }

  var isList: Bool { if case .list = self { true } else { false } }
}
