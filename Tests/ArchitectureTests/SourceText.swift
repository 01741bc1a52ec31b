import Foundation

/// One Swift source, and what a reader can tell from its text alone.
struct SourceText {
  var path: String
  var text: String

  /// The modules that it imports.
  var imports: Set<String> {
    let pattern =
      #/(?m)^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let)\s+)?(\w+)(?:\.\w+)?\s*$/#
    return Set(code.matches(of: pattern).map { String($0.output.1) })
  }

  /// The names of the types that it declares, nested ones included.
  var types: Set<String> {
    let pattern = #/\b(?:struct|class|enum|protocol|actor|typealias|macro)\s+(\w+)/#
    return Set(code.matches(of: pattern).map { String($0.output.1) })
  }

  /// The text without its line comments.
  var code: String { text.replacing(#/(?m)(^|\s)\/\/.*$/#, with: "") }

  /// The hand-written Swift sources below a folder of the package.
  static func all(below folder: String) -> [SourceText] {
    let base = Manifest.root.appending(path: folder)
    let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") && !$0.hasSuffix(".pb.swift") }.sorted().compactMap { path in
      let text = try? String(contentsOf: base.appending(path: path), encoding: .utf8)
      return text.map { SourceText(path: "\(folder)/\(path)", text: $0) }
    }
  }
}
