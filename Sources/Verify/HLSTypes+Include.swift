package import Emit
package import Support
internal import Tools

extension HLSTypes {
  /// The folder of the library's headers; see `HLSInclude`.
  package func include() async throws(Failure) -> String {
    switch self {
    case .ap: try await HLSInclude.folder(header: "ap_int.h", path: "vivado/ap_types")
    case .ac: try await HLSInclude.folder(header: "ac_int.h", path: "catapult/ac_types/include")
    }
  }
}
