internal import Emit
import Foundation
internal import Support
package import Tools

/// Which of the programs and data that Mantissa can use are on this machine.
package struct DoctorReport: Report {
  /// One program.
  package struct Program: Encodable, Sendable {
    /// The command's name.
    package var name: String
    /// Whether it is on the path.
    package var found: Bool
    /// The version that it prints; null when it is missing or does not work.
    @Nullable package var version: String?
    /// Why it does not work; null when it does, or is missing.
    @Nullable package var problem: String?
    /// Where it is; null where it is not.
    @Nullable package var path: String?
    /// What it is needed for.
    package var purpose: String
    /// Whether some command cannot do without it.
    package var required: Bool
    /// The Debian package that has it; null where none has.
    @Nullable package var debianPackage: String?
    /// The Python package that has it, which `make setup-hls`, `setup-training`, `setup-synthesis` or `setup-cocotb` installs; null where none has.
    @Nullable package var pythonPackage: String? = nil
  }

  /// This program's version.
  package var version: String
  /// The other programs, in the order in which they are needed.
  package var tools: [Program]
  /// Names of programs that are needed and missing.
  package var missing: [String]
  /// Names of programs that are there and do not work.
  package var broken: [String]
  /// The command that installs every missing program, the optional ones included; null when all are there.
  @Nullable package var install: String?

  package var exitCode: Int32 { missing.isEmpty && broken.isEmpty ? 0 : Failure.Kind.tool.rawValue }

  /// The report on programs that were looked for.
  package init(tools: [Program]) {
    version = Version.current
    self.tools = tools
    missing = tools.filter { !$0.found && $0.required }.map(\.name)
    broken = tools.filter { $0.problem != nil }.map(\.name)
    func absent(_ package: (Program) -> String?) -> String {
      Set(tools.filter { !$0.found }.compactMap(package)).sorted().joined(separator: " ")
    }
    let commands = [("apt-get", absent(\.debianPackage)), ("pip", absent(\.pythonPackage))].filter { !$0.1.isEmpty }
    install = commands.isEmpty ? nil : commands.map { "\($0.0) install \($0.1)" }.joined(separator: " && ")
  }
}

extension DoctorReport {
  package var text: String {
    var table = Table([("tool", .left), ("version", .left), ("needed for", .left), ("path", .left)])
    for tool in tools {
      let absence = tool.required ? "MISSING" : "not there (optional)"
      let state = tool.found ? tool.version ?? (tool.problem == nil ? "there" : "BROKEN") : absence
      table.add([tool.name, state, tool.purpose, tool.path ?? ""])
    }
    let problems =
      (missing.isEmpty ? [] : ["missing: \(missing.joined(separator: ", "))"])
      + tools.compactMap { tool in tool.problem.map { "broken: \($0)" } }
    let verdict = problems.isEmpty ? "everything that is needed is there" : problems.joined(separator: "\n")
    let hint = install.map { "\nto install what is not there: \($0)" } ?? ""
    return "mantissa \(version)\n\n\(table.text)\n\n\(verdict)\(hint)"
  }
}

/// Looks at the machine.
package enum Doctor {
  /// Programs that `report` alone needs, and `synthesise` for some of its targets.
  private static let optional: Set = ["nextpnr-ice40", "icepack", "nextpnr-ecp5", "ecppack", "sta", "dot", "gnuplot"]

  /// - Parameter path: the folders to search, `PATH` when nil.
  package static func examine(_ tools: [KnownTool] = KnownTool.all, path: String? = nil) async -> DoctorReport {
    await withTaskGroup(of: (Int, DoctorReport.Program).self) { group in
      for (place, tool) in tools.enumerated() {
        group.addTask { (place, await examine(tool, path)) }
      }
      var programs: [Int: DoctorReport.Program] = [:]
      for await (place, program) in group { programs[place] = program }
      let others =
        path == nil
        ? await headers() + [python(.optuna, for: "mantissa search"), python(.cocotb, for: "mantissa verify --cocotb")]
        : []
      return DoctorReport(tools: tools.indices.compactMap { programs[$0] } + others)
    }
  }

  /// The open headers of C++ for high-level synthesis.
  private static func headers() async -> [DoctorReport.Program] {
    var rows: [DoctorReport.Program] = []
    for types in HLSTypes.allCases {
      let folder = try? await HLSInclude.folder(header: types.openHeader, path: types.openFolder)
      rows.append(
        DoctorReport.Program(
          name: types.openHeader, found: folder != nil, version: nil, problem: nil, path: folder,
          purpose: "verifying HLS C++ in \(types.library)", required: false, debianPackage: nil, pythonPackage: "hls4ml"
        ))
    }
    return rows
  }

  /// A Python with a package that some command needs.
  private static func python(_ package: PackagedPython, for purpose: String) async -> DoctorReport.Program {
    let python = try? package.find()
    let version = if let python { await package.version(python) } else { String?.none }
    return DoctorReport.Program(
      name: package.package, found: version != nil, version: version, problem: nil,
      path: version == nil ? nil : python?.path, purpose: purpose, required: false, debianPackage: nil,
      pythonPackage: package.package)
  }

  private static func examine(_ tool: KnownTool, _ path: String?) async -> DoctorReport.Program {
    let found = try? tool.find(path: path)
    var program = DoctorReport.Program(
      name: tool.name, found: found != nil, version: nil, problem: nil, path: found?.path, purpose: tool.purpose,
      required: !optional.contains(tool.name), debianPackage: tool.debianPackage, pythonPackage: tool.pythonPackage)
    guard let found, tool.versionArguments != nil else { return program }
    do { program.version = try await tool.version(found) } catch { program.problem = error.description }
    return program
  }
}
