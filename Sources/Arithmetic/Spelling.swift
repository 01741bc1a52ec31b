import Foundation

/// A name with parameters in angle brackets, for example `fixed<8,0>`, taken apart.
struct Spelling {
  var family: String
  var parameters: [String]

  /// Throws when the bracket is not closed; `what` names the kind of thing in the message.
  init(_ text: String, what: String) throws(FormatError) {
    guard let open = text.firstIndex(of: "<") else {
      (family, parameters) = (text, [])
      return
    }
    guard text.hasSuffix(">") else { throw FormatError("\(what) '\(text)' lacks its '>'") }
    family = String(text[..<open])
    parameters = text[text.index(after: open)...].dropLast()
      .split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
