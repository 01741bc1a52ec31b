/// The version of the command.
package enum Version {
  /// The version that `--version` prints and manifests state.
  package static let current = "0.1.0"
}
