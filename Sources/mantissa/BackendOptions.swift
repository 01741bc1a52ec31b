import ArgumentParser
import Driver
import Emit

/// Which back end writes, and in which integers.
struct BackendOptions: ParsableArguments {
  @Option(help: "What to write: \(BackendName.names).")
  var backend = BackendName.verilog

  @Option(help: "The integers of --backend hls: ap (ap_int, Vitis HLS) or ac (ac_int, Catapult and Bambu).")
  var hlsTypes: HLSTypes?

  func validate() throws {
    if hlsTypes != nil, backend != .hls { throw ValidationError("--hls-types goes with --backend hls") }
  }
}

extension BackendOptions {
  /// What the options say.
  var choice: Backend { backend == .hls ? .hls(hlsTypes ?? .ap) : .verilog }
}

/// The back ends by the names that they have on the command line.
enum BackendName: String, CaseIterable, ExpressibleByArgument {
  case verilog, hls

  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension HLSTypes: ExpressibleByArgument {}
