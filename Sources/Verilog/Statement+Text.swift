extension Statement {
  func print(into out: inout Lines) {
    switch self {
    case .comment(let text): out.add("// \(text)")
    case .nonblocking(let target, let value): out.add("\(target) <= \(value);")
    case .blocking(let target, let value): out.add("\(target) = \(value);")
    case .task(let name, let arguments):
      out.add("\(name)(\(arguments.map(\.description).joined(separator: ", ")));")
    case .branch(let condition, let yes, let no): printBranch("if (\(condition))", yes, no, into: &out)
    case .select(let value, let choices, let otherwise):
      out.add("case (\(value))")
      out.indented { lines in
        for choice in choices { choice.body.print(after: "\(choice.value): ", into: &lines) }
        if !otherwise.isEmpty { otherwise.print(after: "default: ", into: &lines) }
      }
      out.add("endcase")
    case .loop(let variable, let count, let body):
      out.add("for (\(variable) = 0; \(variable) < \(count); \(variable) = \(variable) + 1) begin")
      out.indented { lines in for statement in body { statement.print(into: &lines) } }
      out.add("end")
    }
  }

  /// `if` and `else` in the shape that a chain of them keeps.
  private func printBranch(_ opening: String, _ yes: [Statement], _ no: [Statement], into out: inout Lines) {
    out.add("\(opening) begin")
    out.indented { lines in for statement in yes { statement.print(into: &lines) } }
    if no.count == 1, case .branch(let condition, let more, let rest) = no[0] {
      printBranch("end else if (\(condition))", more, rest, into: &out)
      return
    }
    if !no.isEmpty {
      out.add("end else begin")
      out.indented { lines in for statement in no { statement.print(into: &lines) } }
    }
    out.add("end")
  }
}

extension [Statement] {
  /// A branch of a `case`: on the same line when it is one assignment.
  fileprivate func print(after label: String, into out: inout Lines) {
    if count == 1 {
      switch self[0] {
      case .nonblocking(let target, let value): return out.add("\(label)\(target) <= \(value);")
      case .blocking(let target, let value): return out.add("\(label)\(target) = \(value);")
      default: break
      }
    }
    out.add(label + "begin")
    out.indented { lines in for statement in self { statement.print(into: &lines) } }
    out.add("end")
  }
}
