/// What stands above the body of a cell's file: the comment, the parameters and the ports, as the library lays them out.
struct VerilogHead {
  /// What the module computes, without its name.
  var summary = ""
  /// The sentences of the comment that speak of latency.
  var latency = ""
  var parameters: [(name: String, value: String)] = []
  var ports: [(direction: String, name: String, range: String)] = []

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let comment = lines.prefix { $0.hasPrefix("//") }.map { String($0.dropFirst(2)).trimmed }
    summary = comment.first?.firstRange(of: " -- ").map { String(comment[0][$0.upperBound...]) } ?? ""
    latency = Self.sentences(comment.dropFirst().joined(separator: " ")).filter { $0.contains("Latency") }
      .joined(separator: " ")
    for line in lines.drop(while: { !$0.hasPrefix("module ") }).prefix(while: { $0 != ");" }) {
      let code = String(line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line[...]).trimmed
      if let declared = code.firstMatch(of: #/^parameter\s+(?:integer\s+|\[[^\]]*\]\s*)?(\w+)\s*=\s*(.*?),?$/#) {
        parameters.append((String(declared.output.1), String(declared.output.2)))
      } else if let port = code.firstMatch(of: #/^(input|output)\s+(?:wire|reg)\s*(\[.*\])?\s*(\w+),?$/#) {
        ports.append((String(port.output.1), String(port.output.3), port.output.2.map(String.init) ?? ""))
      }
    }
  }

  /// A text cut behind every full stop that a space follows.
  private static func sentences(_ text: String) -> [String] {
    text.split(separator: ". ").map { String($0).trimmed }.map { $0.hasSuffix(".") ? $0 : $0 + "." }
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
