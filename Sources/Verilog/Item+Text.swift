extension [Item] {
  /// Prints the items; runs of declarations and of assignments are aligned in columns.
  func print(into out: inout Lines, insideGenerate: Bool) {
    var rest = self[...]
    while let first = rest.first {
      let run = rest.prefix { first.group != .alone && $0.group == first.group }
      if run.isEmpty {
        first.print(into: &out, insideGenerate: insideGenerate)
        rest = rest.dropFirst()
      } else {
        out.add(run.map(\.columns).aligned)
        rest = rest.dropFirst(run.count)
      }
    }
  }
}

extension Item {
  fileprivate enum Group { case localparam, net, assign, alone }

  /// What the item is aligned with.
  fileprivate var group: Group {
    switch self {
    case .localparam: .localparam
    case .net: .net
    case .assign: .assign
    default: .alone
    }
  }

  /// The columns of a one-line item; the last ends with the semicolon.
  fileprivate var columns: [String] {
    switch self {
    case .localparam(let name, let value): return ["localparam \(name)", "= \(value);"]
    case .assign(let target, let value): return ["assign \(target)", "= \(value);"]
    case .net(let net):
      let sign = net.signed ? " signed" : ""
      let range = net.top.map { "[\($0.tight):0]" } ?? ""
      let name = net.name + (net.depth.map { " [0:\($0 - 1)]" } ?? "")
      let type = net.kind.rawValue + sign
      guard let value = net.value else { return [type, range, name + ";"] }
      return [type, range, name, "= \(value);"]
    default: return []
    }
  }

  fileprivate func print(into out: inout Lines, insideGenerate: Bool) {
    switch self {
    case .comment(let lines): out.add(commentLines(lines))
    case .blank: out.add("")
    case .genvar(let names): out.add("genvar \(names.joined(separator: ", "));")
    case .clocked(let clock, let body): block("always @(posedge \(clock)) begin", body, into: &out)
    case .combinational(let body): block("always @* begin", body, into: &out)
    case .initial(let body): block("initial begin", body, into: &out)
    case .instance(let instance): instance.print(into: &out)
    case .generate(let loop):
      guard insideGenerate else {
        out.add("generate")
        out.indented { loop.print(into: &$0) }
        out.add("endgenerate")
        return
      }
      loop.print(into: &out)
    case .localparam, .net, .assign: break
    }
  }

  private func block(_ opening: String, _ body: [Statement], into out: inout Lines) {
    out.add(opening)
    out.indented { lines in for statement in body { statement.print(into: &lines) } }
    out.add("end")
  }
}

extension GenerateFor {
  fileprivate func print(into out: inout Lines) {
    out.add("for (\(variable) = 0; \(variable) < \(count); \(variable) = \(variable) + 1) begin : \(label)")
    out.indented { items.print(into: &$0, insideGenerate: true) }
    out.add("end")
  }
}

extension [[String]] {
  /// One line a row; columns start together, the last of a row is as long as it is.
  fileprivate var aligned: [String] {
    let count = map(\.count).max() ?? 0
    let widths = (0..<count).map { column in map { column + 1 < $0.count ? $0[column].utf8.count : 0 }.max() ?? 0 }
    return map { row in
      row.enumerated().filter { widths[$0.offset] > 0 || !$0.element.isEmpty }
        .map { $0.offset + 1 < row.count ? padded($0.element, to: widths[$0.offset]) : $0.element }
        .joined(separator: " ")
    }
  }
}
