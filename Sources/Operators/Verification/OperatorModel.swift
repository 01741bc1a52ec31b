package import Emit
internal import Foundation
package import Support
internal import Tools

/// An operator's hardware as a shared library that this process has loaded: a Verilator model, or its C++.
package final class OperatorModel: Sendable {
  private typealias Make = @convention(c) () -> UnsafeMutableRawPointer?
  private typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void
  private typealias Evaluate =
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<UInt32>?, UnsafePointer<UInt32>?, UnsafeMutablePointer<UInt64>?, Int
    ) -> Void

  private let make: Make
  private let free: Free
  private let evaluate: Evaluate
  private let resultWords: Int

  /// Builds the library, of Verilog with Verilator and g++, of C++ with g++, and loads it; throws a `Failure` of kind
  /// `tool` when one fails.
  ///
  /// - Parameter types: the integers of the C++; nil for Verilog.
  package init(
    _ made: Operator, _ types: HLSTypes? = nil, limit: Duration = .seconds(900)
  ) async throws(Failure) {
    let library = try await withTemporaryFolder { folder throws(Failure) in
      let path =
        if let types {
          try await CppModel(made: made, types: types).build(in: folder, limit)
        } else {
          try await Self.build(made, in: folder, limit)
        }
      return Library(handle: try Self.load(path))
    }
    let handle = library.handle
    make = try Self.symbol("mantissa_make", in: handle)
    free = try Self.symbol("mantissa_free", in: handle)
    evaluate = try Self.symbol("mantissa_evaluate", in: handle)
    resultWords = made.resultWords
  }

  /// The handle of a loaded library, which stays loaded: threads may hold Verilator's own data.
  private struct Library: @unchecked Sendable { let handle: UnsafeMutableRawPointer }

  private static func load(_ path: String) throws(Failure) -> UnsafeMutableRawPointer {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(.tool, at: path, "the model cannot be loaded: \(String(cString: dlerror()))")
    }
    return handle
  }

  private static func symbol<T>(_ name: String, in handle: UnsafeMutableRawPointer) throws(Failure) -> T {
    guard let found = dlsym(handle, name) else { throw Failure(.tool, at: name, "the model lacks this function") }
    return unsafeBitCast(found, to: T.self)
  }

  private static func build(_ made: Operator, in folder: String, _ limit: Duration) async throws(Failure) -> String {
    let verilator = try Tool.find("verilator")
    let compiler = try Tool.find("g++")
    let sources = try made.sources()
    try sources.fill(folder)
    _ = try await KnownTool.named("verilator").versionText(verilator, limit: limit)
    let root = try await verilator.run(["--getenv", "VERILATOR_ROOT"], in: "/", limit: .seconds(60)).checked("asking")
      .output.trimmingCharacters(in: .whitespacesAndNewlines)
    let options = [
      "--cc", "-O3", "--x-assign", "fast", "--x-initial", "fast", "--noassert", "-Wno-fatal", "-Wno-WIDTH", "--prefix",
      "Vdut", "--top-module", made.module, "--Mdir", "model",
    ]
    try await verilator.run(options + sources.paths, in: folder, limit: limit)
      .checked("the translation of the operator to C++")
    try Disk.write(made.evaluatorText.utf8, to: folder + "/evaluate.cpp")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/model")) ?? []
    let model = names.filter { $0.hasSuffix(".cpp") }.sorted().map { "model/\($0)" }
    let include = root + "/include"
    let folders = [".", "model", include, include + "/vltstd"].map { "-I\($0)" }
    let flags = ["-std=gnu++17", "-O3", "-w", "-fPIC"] + folders
    let runtime = try await VerilatorLibrary(include: include, flags: flags).object(compiler, folder, limit)
    try await compiler.run(
      flags + ["-march=native", "-shared", "-o", "model.so", "evaluate.cpp"] + model + [runtime, "-lpthread"],
      in: folder, limit: limit
    ).checked("the build of the operator's model")
    return folder + "/model.so"
  }

  /// The results of a block, evaluated by a model of its own.
  package func results(of block: PairBlock) -> [UInt64] {
    var results = [UInt64](repeating: 0, count: block.count * resultWords)
    guard block.count > 0 else { return results }
    let model = make()
    defer { free(model) }
    block.a.withUnsafeBufferPointer { a in
      block.b.withUnsafeBufferPointer { b in
        results.withUnsafeMutableBufferPointer {
          evaluate(model, a.baseAddress, b.baseAddress, $0.baseAddress, block.count)
        }
      }
    }
    return results
  }
}

/// Verilator's runtime as position-independent code, compiled once a version and kept in the user's cache folder.
private struct VerilatorLibrary {
  let include: String
  let flags: [String]

  /// The object file.
  func object(_ compiler: Tool, _ folder: String, _ limit: Duration) async throws(Failure) -> String {
    let cache = key.flatMap { _ in FileCache.ofUser("operators") }
    if let key, let kept = cache?.file(key) { return kept.path }
    let sources = ["verilated", "verilated_threads"].map { "\(include)/\($0).cpp" }
    for source in sources {
      let name = URL(fileURLWithPath: source).lastPathComponent
      try await compiler.run(flags + ["-c", "-o", name + ".o", source], in: folder, limit: limit)
        .checked("the build of Verilator's runtime")
    }
    try await compiler.run(
      ["-r", "-nostdlib", "-o", "runtime.o", "verilated.cpp.o", "verilated_threads.cpp.o"], in: folder, limit: limit
    ).checked("the build of Verilator's runtime")
    if let key { _ = try? cache?.keep(folder + "/runtime.o", as: key) }
    return "runtime.o"
  }

  /// What decides the object; nil when the sources are not where they should be.
  private var key: String? {
    guard let source = FileManager.default.contents(atPath: include + "/verilated.cpp"),
      let configuration = FileManager.default.contents(atPath: include + "/verilated_config.h")
    else { return nil }
    let digest = SHA256.hex(of: Array(source) + Array(configuration) + Array(flags.joined().utf8))
    return "runtime-\(digest.prefix(16)).o"
  }
}
