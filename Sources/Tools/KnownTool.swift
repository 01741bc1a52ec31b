import Foundation
package import Support

/// A program that some command of Mantissa can use.
package struct KnownTool: Sendable, Hashable {
  /// The command's name.
  package let name: String
  /// The Debian package that has it; nil where none does.
  package let debianPackage: String?
  /// The Python package that has it where no Debian package does.
  package let pythonPackage: String?
  /// What it is needed for.
  package let purpose: String
  /// The arguments that make it print its version; nil where nothing does.
  package let versionArguments: [String]?

  /// Every program, in the order in which `doctor` lists them.
  package static let all: [KnownTool] = [
    KnownTool("verilator", "verilator", "simulation, lint", ["--version"]),
    KnownTool("iverilog", "iverilog", "simulation, lint", ["-V"]),
    KnownTool("vvp", "iverilog", "simulation", ["-V"]),
    KnownTool("yosys", "yosys", "lint, synthesis", ["-V"]),
    KnownTool("g++", "g++", "building the Verilator simulator", ["--version"]),
    KnownTool("make", "make", "building the Verilator simulator", ["--version"]),
    KnownTool("nextpnr-ice40", "nextpnr-ice40", "placing and routing", ["--version"]),
    KnownTool("icepack", "fpga-icestorm", "bitstreams", nil),
    KnownTool("nextpnr-ecp5", python: PackagedTool.pythonPackage, "placing and routing", ["--version"]),
    KnownTool("ecppack", python: PackagedTool.pythonPackage, "bitstreams", nil),
    KnownTool("sta", "opensta", "timing in gates", ["-version"]),
    KnownTool("dot", "graphviz", "mantissa report", ["-V"]),
    KnownTool("gnuplot", "gnuplot-nox", "mantissa report", ["--version"]),
  ]

  private init(
    _ name: String, _ debianPackage: String? = nil, python: String? = nil, _ purpose: String,
    _ versionArguments: [String]?
  ) {
    self.name = name
    self.debianPackage = debianPackage
    pythonPackage = python
    self.purpose = purpose
    self.versionArguments = versionArguments
  }

  /// The Debian package of a program; its own name when it is not in the list.
  package static func package(of name: String) -> String {
    all.first { $0.name == name }?.debianPackage ?? name
  }

  /// What the program prints when it is asked for its version.
  ///
  /// Throws a `Failure` when the program fails, prints no version, or is not done in `limit` or 20 seconds.
  package func versionText(_ tool: Tool, limit: Duration = .seconds(20)) async throws(Failure) -> String {
    let run = try await tool.run(versionArguments ?? [], in: "/", limit: min(limit, .seconds(20)), outputLimit: 1 << 16)
    let output = try run.checked("asking for its version").output
    guard Self.version(in: output) != nil else {
      throw Failure(.tool, at: name, "the program prints no version", notes: ["its path is '\(tool.path)'"])
    }
    return output
  }

  /// The version that the program prints, for example `5.006`.
  package func version(_ tool: Tool) async throws(Failure) -> String {
    Self.version(in: try await versionText(tool)) ?? ""
  }

  /// The program on this machine; throws a `Failure` of kind `tool` that says how to install it.
  ///
  /// - Parameter path: the folders to search, `PATH` when nil.
  package func find(path: String? = nil) throws(Failure) -> Tool {
    try pythonPackage == nil ? Tool.find(name, path: path) : PackagedTool.find(name, path: path)
  }

  /// The program of this list that has a name.
  package static func named(_ name: String) throws(Failure) -> KnownTool {
    guard let known = all.first(where: { $0.name == name }) else {
      throw Failure(.tool, at: name, "Mantissa does not know this program")
    }
    return known
  }

  /// The first word of the text that starts with a digit and has a dot, closing marks left off.
  static func version(in text: String) -> String? {
    let words = text.split { $0 == " " || $0 == "\n" || $0 == "(" || $0 == ")" || $0 == "\"" || $0 == "-" }
    return words.first { $0.first?.isNumber == true && $0.contains(".") }.map(String.init)
  }
}
