/// The libraries of arbitrary-precision integers that C++ designs are written in.
package enum HLSTypes: String, Codable, Sendable, CaseIterable {
  /// `ap_int` and `hls::stream`, of Vitis HLS.
  case ap
  /// `ac_int` and `ac_channel`, of Catapult and Bambu.
  case ac

  /// The library's name.
  package var library: String { "\(rawValue)_types" }
}
