import Foundation
internal import Support
package import Tools

/// Which of the programs and data that Mantissa can use are on this machine.
package struct DoctorReport: Report {
  /// One program.
  package struct Program: Encodable, Sendable {
    package var name: String
    package var found: Bool
    @Nullable package var version: String?
    @Nullable package var path: String?
    package var purpose: String
    /// Whether some command cannot do without it.
    package var required: Bool
    /// The Debian package that has it.
    package var debianPackage: String
  }

  package var version: String
  package var tools: [Program]
  /// Names of programs that are needed and missing.
  package var missing: [String]
  /// The command that installs every missing program, the optional ones included; null when all are there.
  @Nullable package var install: String?

  package var exitCode: Int32 { missing.isEmpty ? 0 : Failure.Kind.tool.rawValue }

  package init(tools: [Program]) {
    version = Version.current
    self.tools = tools
    missing = tools.filter { !$0.found && $0.required }.map(\.name)
    let packages = Set(tools.filter { !$0.found }.map(\.debianPackage)).sorted()
    install = packages.isEmpty ? nil : "apt-get install " + packages.joined(separator: " ")
  }
}

extension DoctorReport {
  package var text: String {
    var table = Table([("tool", .left), ("version", .left), ("needed for", .left), ("path", .left)])
    for tool in tools {
      let state = tool.found ? tool.version ?? "unknown" : tool.required ? "MISSING" : "not there (optional)"
      table.add([tool.name, state, tool.purpose, tool.path ?? ""])
    }
    let verdict = missing.isEmpty ? "everything that is needed is there" : "missing: \(missing.joined(separator: ", "))"
    let hint = install.map { "\nto install what is not there: \($0)" } ?? ""
    return "mantissa \(version)\n\n\(table.text)\n\n\(verdict)\(hint)"
  }
}

/// Looks at the machine.
package enum Doctor {
  /// Programs that no command needs yet.
  private static let optional: Set = ["nextpnr-ice40"]

  /// - Parameter path: the folders to search, `PATH` when nil.
  package static func examine(_ tools: [KnownTool] = KnownTool.all, path: String? = nil) async -> DoctorReport {
    var programs: [DoctorReport.Program] = []
    for tool in tools {
      let found = try? Tool.find(tool.name, path: path)
      var version: String?
      if found != nil { version = (try? await tool.version()).flatMap { $0 } }
      programs.append(
        DoctorReport.Program(
          name: tool.name, found: found != nil, version: version, path: found?.path, purpose: tool.purpose,
          required: !optional.contains(tool.name), debianPackage: tool.debianPackage))
    }
    return DoctorReport(tools: programs)
  }
}
