extension Instance {
  func print(into out: inout Lines) {
    guard !parameters.isEmpty else {
      out.add("\(module) \(name) (")
      out.indented { $0.add(ports.lines) }
      out.add(");")
      return
    }
    out.add("\(module) #(")
    out.indented { $0.add(parameters.lines) }
    out.add(") \(name) (")
    out.indented { $0.add(ports.lines) }
    out.add(");")
  }
}

extension [Instance.Connection] {
  fileprivate var lines: [String] {
    let width = map(\.name.utf8.count).max() ?? 0
    return enumerated().map { index, connection in
      let value = connection.value?.description ?? ""
      return ".\(padded(connection.name, to: width)) (\(value))" + (index + 1 < count ? "," : "")
    }
  }
}
