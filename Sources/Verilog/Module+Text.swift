extension Module: CustomStringConvertible {
  /// The text of the module's file: header comment, `default_nettype none`, the module, `default_nettype wire`.
  package var description: String {
    var out = Lines()
    out.add(commentLines(header))
    out.add("`default_nettype none")
    out.add("")
    out.add("module \(name)" + (parameters.isEmpty ? "" : " #("))
    if !parameters.isEmpty { out.indented { lines in lines.add(parameterLines) } }
    if ports.isEmpty {
      out.add(parameters.isEmpty ? ";" : ");")
    } else {
      out.add(parameters.isEmpty ? "(" : ") (")
      out.indented { lines in lines.add(portLines) }
      out.add(");")
    }
    out.indented { lines in items.print(into: &lines, insideGenerate: false) }
    out.add("endmodule")
    out.add("")
    out.add("`default_nettype wire")
    return out.text
  }

  private var parameterLines: [String] {
    let width = parameters.map(\.name.utf8.count).max() ?? 0
    return parameters.enumerated().map { index, parameter in
      let comma = index + 1 < parameters.count ? "," : ""
      return "parameter \(padded(parameter.name, to: width)) = \(parameter.value)\(comma)"
    }
  }

  private var portLines: [String] {
    let types = ports.map { port in port.top.map { "wire [\($0.tight):0]" } ?? "wire" }
    let typeWidth = types.map(\.utf8.count).max() ?? 0
    let nameWidth = ports.map { $0.name.utf8.count + 1 }.max() ?? 0
    return zip(ports, types).enumerated().map { index, pair in
      let (port, type) = pair
      let name = port.name + (index + 1 < ports.count ? "," : "")
      let text = "\(padded(port.direction.rawValue, to: 6)) \(padded(type, to: typeWidth)) "
      return text + (port.comment.map { padded(name, to: nameWidth) + "  // " + $0 } ?? name)
    }
  }
}
