internal import Support
internal import Tools

/// Verilator's runtime library, compiled once a version and kept in the user's cache folder.
///
/// It takes longer to compile than most designs.
struct RuntimeCache: Sendable {
  /// What `verilator --version` prints.
  let version: String
  let variant: Simulation.Variant

  private var names: [String] {
    let own: [Simulation.Variant: String] = [.waves: "verilated_fst_c.o", .coverage: "verilated_cov.o"]
    return ["verilated.o", "verilated_threads.o"] + [own[variant]].compactMap { $0 }
  }

  /// The object files to link; made by the generated makefile in `staging` and kept when they are not there yet.
  func objects(_ staging: String, _ make: Tool, _ timeout: Duration) async throws(Failure) -> [String] {
    let key = SHA256.hex(of: version + names.dropFirst(2).joined()).prefix(16)
    var cache = FileCache.ofUser("verilator-\(key)")
    // GNU make takes no blanks in paths.
    if cache?.folder.contains(where: \.isWhitespace) == true { cache = nil }
    let kept = names.compactMap { cache?.file($0)?.path }
    if kept.count == names.count { return kept }
    try await make.run(["-j", "2", "-f", "Vdut.mk"] + names, in: staging, limit: timeout)
      .checked("the build of Verilator's runtime")
    for name in names { _ = try? cache?.keep("\(staging)/\(name)", as: name) }
    return names
  }
}
