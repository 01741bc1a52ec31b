import Foundation
import Mustache
package import Support

/// The text templates that the command carries: test benches, scripts, reports.
package enum Scaffold {
  /// A template's text with its placeholders filled in, nothing escaped.
  ///
  /// `name` is the path below `Templates/scaffolds` without `.mustache`. Throws when there is no such template, when a
  /// placeholder has no value, and when a value has no placeholder.
  package static func render(_ name: String, _ values: Values) throws(Failure) -> String {
    guard let text = embeddedTemplates["scaffolds/\(name).mustache"] else {
      throw Failure(at: "scaffolds/\(name)", "there is no such template")
    }
    return try render(text: text, values, location: "scaffolds/\(name)")
  }

  /// The same for a template given as text.
  package static func render(
    text: String, _ values: Values, location: String
  ) throws(Failure) -> String {
    let wanted = placeholders(in: withoutEmptyLists(text, values))
    let given = values.keysAtAnyDepth
    let problems =
      wanted.subtracting(given).sorted().map { "placeholder '\($0)' has no value" }
      + given.subtracting(wanted).sorted().map { "value '\($0)' has no placeholder" }
    guard problems.isEmpty else {
      throw Failure(.input, problems.map { Diagnostic(at: location, $0) })
    }
    do {
      let root = CheckedRoot(values.fields.mapValues(\.object))
      let template = try MustacheTemplate(string: "{{%CONTENT_TYPE:TEXT}}\n" + text)
      let rendered = template.render(root)
      guard root.missed.isEmpty else {
        let names = Set(root.missed).sorted().map { "'\($0)'" }.joined(separator: ", ")
        throw Failure(at: location, "no value is in reach of \(names)")
      }
      return rendered
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(at: location, "the template cannot be read: \(error)")
    }
  }

  /// The text without what an empty list would repeat: no item can have its values.
  private static func withoutEmptyLists(_ text: String, _ values: Values) -> String {
    values.fields.reduce(text) { text, field in
      guard case .list(let items) = field.value, items.isEmpty,
        let start = text.range(of: "{{#\(field.key)}}"), let end = text.range(of: "{{/\(field.key)}}"),
        start.upperBound <= end.lowerBound
      else { return text }
      return text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "")
    }
  }

  /// The names between double braces; comments, section ends and the implicit `.` left out.
  private static func placeholders(in text: String) -> Set<String> {
    var names: Set<String> = []
    for piece in text.components(separatedBy: "{{").dropFirst() {
      guard let end = piece.range(of: "}}") else { continue }
      var name = piece[..<end.lowerBound].trimmingCharacters(in: CharacterSet(charactersIn: " {}"))
      if name.hasPrefix("!") || name.hasPrefix("%") || name.hasPrefix("/") || name == "." { continue }
      if let sigil = name.first, "#^&".contains(sigil) { name.removeFirst() }
      names.insert(name.trimmingCharacters(in: .whitespaces))
    }
    return names
  }
}

/// The outermost values of a template, which notes the names that nobody answers.
private final class CheckedRoot: MustacheParent {
  private let fields: [String: Any]
  private(set) var missed: [String] = []

  init(_ fields: [String: Any]) { self.fields = fields }

  func child(named name: String) -> Any? {
    if fields[name] == nil { missed.append(name) }
    return fields[name]
  }
}
