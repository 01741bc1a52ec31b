/// The other texts that the command carries.
package enum EmbeddedText {
  /// The text of the file at that path below `Templates/`; nil when there is none.
  package static func text(_ path: String) -> String? { embeddedTemplates[path] }

  /// The files below a folder of `Templates/` by their path.
  package static func files(below folder: String) -> [String: String] {
    embeddedTemplates.filter { $0.key.hasPrefix(folder + "/") }
  }
}
