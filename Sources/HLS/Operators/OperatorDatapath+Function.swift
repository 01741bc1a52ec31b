internal import Arithmetic
package import Datapath
package import Support

extension OperatorDatapath {
  /// The C++ header `<name>.h`: an inline function of the operator's name, over the cells' headers in `mantissa/`.
  ///
  /// Throws when a cell has no C++, or not with these parameters.
  package func header(_ comment: [String]) throws(Failure) -> String {
    try cells.checkHeaders(of: "operator '\(name)'")
    let guardName = name.uppercased() + "_H"
    let includes = Set(cells.map(\.header) + ["mantissa_bits.h"]).sorted().map { "#include \"mantissa/\($0)\"\n" }
    return """
      \(Cpp.comment(["\(name).h -- \(comment[0])"] + comment.dropFirst()))
      #ifndef \(guardName)
      #define \(guardName)

      \(includes.joined())
      \(function)

      #endif

      """
  }

  /// The headers of its cells and of what they include.
  package var cellHeaders: [String] { CellHeaders.closure(of: cells.map(\.header) + ["mantissa_bits.h"]) }

  /// The type of the result, and the parameters of a function that computes it from values.
  package var resultType: String { Cpp.unsigned(graph.output.bits) }
  package var parameterList: String {
    graph.inputs.map { "\(Cpp.unsigned($0.bits)) \($0.name)" }.joined(separator: ", ")
  }

  private var function: String {
    // Elements of an operand are slices of its word.
    var body = NodeStatements(
      unrolls: true,
      graph.inputs.map { signal in
        (
          signal,
          (0..<signal.extent.count).map { lane in
            signal.extent == .single
              ? signal.name : "mantissa::slice<\(signal.width)>(\(signal.name), \(lane * signal.width))"
          }
        )
      })
    body.add(graph.nodes)
    let result = body.name(graph.output)
    let value = graph.output.meaning == .code ? result : "\(resultType)(\(result))"
    let lines = Cpp.indented((body.lines + ["return \(value);"]).joined(separator: "\n"), 1)
    let parameters = graph.inputs.map { "const \(Cpp.unsigned($0.bits))& \($0.name)" }
    let head = "inline \(resultType) \(name)("
    let inline = parameters.joined(separator: ", ")
    let list =
      (head + inline).count < 116
      ? inline : "\n    " + parameters.joined(separator: ",\n    ")
    return "\(head)\(list)) {\n\(lines)\n}"
  }
}
