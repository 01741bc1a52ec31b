import Foundation
package import Support

/// A Python with a package that Mantissa needs of it.
package struct PackagedPython: Sendable {
  /// The package's name in Python.
  package let package: String
  /// Its name for people.
  package let title: String
  /// The variable that names an interpreter, before all other places.
  package let variable: String
  /// The folder below the present one that `make` puts an environment into.
  private let folder: String
  /// What to do where the package is missing.
  package let remedies: [String]

  /// Optuna, which `search` asks.
  package static let optuna = PackagedPython(
    package: "optuna", title: "Optuna", variable: "MANTISSA_PYTHON", folder: ".build/training",
    remedies: [
      "'make setup-training' installs it below the present folder, and Mantissa finds it there",
      "or 'pip install optuna' (psycopg2-binary for PostgreSQL, pymysql for MySQL); MANTISSA_PYTHON names the Python that has it",
    ])
  /// cocotb, which runs emitted benches in Python.
  package static let cocotb = PackagedPython(
    package: "cocotb", title: "cocotb", variable: "MANTISSA_COCOTB", folder: ".build/cocotb",
    remedies: [
      "'make setup-cocotb' installs it below the present folder, and Mantissa finds it there",
      "or 'pip install cocotb'; MANTISSA_COCOTB names the Python that has it",
    ])

  /// The interpreter that the variable names, else that of the environment below the present folder, else `python3` on the
  /// path. Throws a `Failure` of kind `tool` where there is none.
  package func find() throws(Failure) -> Tool {
    let isThere = { (path: String) in FileManager.default.isExecutableFile(atPath: path) }
    if let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty {
      guard isThere(path) else { throw Failure(.tool, at: path, "\(variable) names this, which is no program") }
      return Tool(name: "python3", path: path)
    }
    let own = FileManager.default.currentDirectoryPath + "/\(folder)/bin/python3"
    if isThere(own) { return Tool(name: "python3", path: own) }
    do { return try Tool.find("python3") } catch {
      throw Failure(.tool, at: title, "no Python is on this machine", notes: remedies)
    }
  }

  /// The package's version by that interpreter; nil where it has none.
  package func version(_ python: Tool) async -> String? {
    let script = "import importlib.metadata as m; print(m.version('\(package)'))"
    let run = try? await python.run(["-I", "-c", script], in: "/", limit: .seconds(20), outputLimit: 1 << 16)
    guard let run, run.ending == .exited(0) else { return nil }
    return run.output.split(separator: "\n").first.map(String.init)
  }
}
