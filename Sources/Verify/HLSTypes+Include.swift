package import Emit
package import Support
internal import Tools

extension HLSTypes {
  /// The folder of the library's headers; see `HLSInclude`.
  package func include() async throws(Failure) -> String {
    try await HLSInclude.folder(header: openHeader, path: openFolder)
  }
}
