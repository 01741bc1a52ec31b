import Foundation
package import Support

/// Where the open headers of arbitrary-precision integers lie: `ap_int.h` and `hls_stream.h`, or `ac_int.h` and
/// `ac_channel.h`. The PyPI package hls4ml carries both.
package enum HLSInclude {
  /// The variable that names a folder with the headers, before all other places.
  package static let variable = "MANTISSA_HLS_INCLUDE"

  /// The folder that holds `header`, which lies at `path` below hls4ml's templates.
  ///
  /// Looked for in the folder that the variable names, in the environment of `make setup-hls` below the present folder, and
  /// where Python finds hls4ml. Throws a `Failure` of kind `tool` that says how to install it.
  package static func folder(header: String, path: String) async throws(Failure) -> String {
    if let folder = ProcessInfo.processInfo.environment[variable], !folder.isEmpty {
      guard holds(folder, header) else {
        throw Failure(.tool, at: folder, "the folder that \(variable) names has no '\(header)'")
      }
      return folder
    }
    let templates = environments().map { "\($0)/hls4ml/templates/\(path)" }
    if let folder = templates.first(where: { holds($0, header) }) { return folder }
    if let package = await installed(), holds("\(package)/templates/\(path)", header) {
      return "\(package)/templates/\(path)"
    }
    throw Failure(
      .tool, at: header, "the open headers for high-level synthesis are not on this machine",
      notes: ["'make setup-hls' or 'pip install hls4ml' brings them, or \(variable) names a folder that has them"])
  }

  private static func holds(_ folder: String, _ header: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(header)")
  }

  /// The packages of the environment that `make setup-hls` makes.
  private static func environments() -> [String] {
    let library = ".build/hls/lib"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: library)) ?? []
    let here = FileManager.default.currentDirectoryPath
    return versions.sorted().map { "\(here)/\(library)/\($0)/site-packages" }
  }

  /// The folder of an installed hls4ml.
  private static func installed() async -> String? {
    guard let python = try? Tool.find("python3") else { return nil }
    let script =
      "import importlib.util as u; s = u.find_spec('hls4ml'); print(s.submodule_search_locations[0] if s else '')"
    let run = try? await python.run(["-I", "-c", script], in: "/", limit: .seconds(20), outputLimit: 1 << 16)
    guard let run, run.ending == .exited(0) else { return nil }
    return run.output.split(separator: "\n").first.map(String.init)
  }
}
