/// The libraries of arbitrary-precision integers that C++ designs are written in.
package enum HLSTypes: String, Codable, Sendable, CaseIterable {
  /// `ap_int` and `hls::stream`, of Vitis HLS.
  case ap
  /// `ac_int` and `ac_channel`, of Catapult and Bambu.
  case ac

  /// The library's name.
  package var library: String { "\(rawValue)_types" }

  /// A header of the open library by which its folder is known.
  package var openHeader: String { "\(rawValue)_int.h" }

  /// The folder of the open library's headers below the templates of the PyPI package hls4ml.
  package var openFolder: String {
    switch self {
    case .ap: "vivado/ap_types"
    case .ac: "catapult/ac_types/include"
    }
  }
}
