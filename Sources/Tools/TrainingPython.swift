import Foundation
package import Support

/// The Python that has Optuna.
package enum TrainingPython {
  /// The variable that names an interpreter, before all other places.
  package static let variable = "MANTISSA_PYTHON"
  /// What to do where Optuna is missing.
  package static let remedies = [
    "'make setup-training' installs it below the present folder, and Mantissa finds it there",
    "or 'pip install optuna' (psycopg2-binary for PostgreSQL, pymysql for MySQL); \(variable) names the Python that has it",
  ]

  /// The interpreter that the variable names, else that of `make setup-training` below the present folder, else `python3`
  /// on the path. Throws a `Failure` of kind `tool` where there is none.
  package static func find() throws(Failure) -> Tool {
    let isThere = { (path: String) in FileManager.default.isExecutableFile(atPath: path) }
    if let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty {
      guard isThere(path) else { throw Failure(.tool, at: path, "\(variable) names this, which is no program") }
      return Tool(name: "python3", path: path)
    }
    let own = FileManager.default.currentDirectoryPath + "/.build/training/bin/python3"
    if isThere(own) { return Tool(name: "python3", path: own) }
    do { return try Tool.find("python3") } catch {
      throw Failure(.tool, at: "Optuna", "no Python is on this machine", notes: remedies)
    }
  }

  /// Optuna's version by that interpreter; nil where it has none.
  package static func optunaVersion(_ python: Tool) async -> String? {
    let script = "import importlib.metadata as m; print(m.version('optuna'))"
    let run = try? await python.run(["-I", "-c", script], in: "/", limit: .seconds(20), outputLimit: 1 << 16)
    guard let run, run.ending == .exited(0) else { return nil }
    return run.output.split(separator: "\n").first.map(String.init)
  }
}
