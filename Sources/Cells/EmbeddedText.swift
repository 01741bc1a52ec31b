/// The other texts that the command carries.
package enum EmbeddedText {
  /// The text of the file at that path below `Templates/`; nil when there is none.
  package static func text(_ path: String) -> String? { embeddedTemplates[path] }
}
