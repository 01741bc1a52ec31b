import Foundation

/// A name with parameters in angle brackets, for example `fixed<8,0>`, taken apart.
///
/// What follows the brackets with a plus sign counts as a last parameter: `mitchell-w<6>+1`.
struct Spelling {
  var family: String
  var parameters: [String]

  /// Throws when the bracket is not closed; `what` names the kind of thing in the message.
  init(_ text: String, what: String) throws(FormatError) {
    guard let open = text.firstIndex(of: "<") else {
      (family, parameters) = (text, [])
      return
    }
    guard let close = text.lastIndex(of: ">"), open < close else {
      throw FormatError("\(what) '\(text)' lacks its '>'")
    }
    let suffix = text[text.index(after: close)...]
    guard suffix.isEmpty || suffix.hasPrefix("+") else {
      throw FormatError("\(what) '\(text)' goes on after its '>'")
    }
    family = String(text[..<open])
    parameters = text[text.index(after: open)..<close]
      .split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    if !suffix.isEmpty { parameters.append(String(suffix)) }
  }
}
