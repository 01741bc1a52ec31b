internal import Emit
internal import Foundation
package import Support
internal import Tools

/// A Verilator model of an operator as a shared library that this process has loaded.
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

  /// Builds the library with Verilator and g++ and loads it; throws a `Failure` of kind `tool` when one fails.
  package init(_ made: Operator, limit: Duration = .seconds(900)) async throws(Failure) {
    let folder = NSTemporaryDirectory() + "mantissa-operator-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = try await Self.build(made, in: folder, limit)
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
      throw Failure(.tool, at: library, "the model cannot be loaded: \(String(cString: dlerror()))")
    }
    // The library stays loaded: threads may hold Verilator's own data.
    make = try Self.symbol("mantissa_make", in: handle)
    free = try Self.symbol("mantissa_free", in: handle)
    evaluate = try Self.symbol("mantissa_evaluate", in: handle)
    resultWords = made.resultWords
  }

  private static func symbol<T>(_ name: String, in handle: UnsafeMutableRawPointer) throws(Failure) -> T {
    guard let found = dlsym(handle, name) else { throw Failure(.tool, at: name, "the model lacks this function") }
    return unsafeBitCast(found, to: T.self)
  }

  private static func build(_ made: Operator, in folder: String, _ limit: Duration) async throws(Failure) -> String {
    let sources = try made.sources()
    try sources.write(to: folder)
    let verilator = try Tool.find("verilator")
    let compiler = try Tool.find("g++")
    let root = try await verilator.run(["--getenv", "VERILATOR_ROOT"], in: "/", limit: .seconds(60)).checked("asking")
      .output.trimmingCharacters(in: .whitespacesAndNewlines)
    let options = [
      "--cc", "-O3", "--x-assign", "fast", "--x-initial", "fast", "--noassert", "-Wno-fatal", "-Wno-WIDTH", "--prefix",
      "Vdut", "--top-module", made.module, "--Mdir", "model",
    ]
    try await verilator.run(options + sources.paths, in: folder, limit: limit)
      .checked("the translation of the operator to C++")
    do { try made.evaluatorText.write(toFile: folder + "/evaluate.cpp", atomically: true, encoding: .utf8) } catch {
      throw Failure(at: folder, "cannot be written: \(error.localizedDescription)")
    }
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
    let cached = cache()
    if let cached, FileManager.default.fileExists(atPath: cached) { return cached }
    let sources = ["verilated", "verilated_threads"].map { "\(include)/\($0).cpp" }
    for source in sources {
      let name = URL(fileURLWithPath: source).lastPathComponent
      try await compiler.run(flags + ["-c", "-o", name + ".o", source], in: folder, limit: limit)
        .checked("the build of Verilator's runtime")
    }
    try await compiler.run(
      ["-r", "-nostdlib", "-o", "runtime.o", "verilated.cpp.o", "verilated_threads.cpp.o"], in: folder, limit: limit
    ).checked("the build of Verilator's runtime")
    if let cached {
      let near = cached + ".\(UUID().uuidString)"
      if (try? FileManager.default.copyItem(atPath: folder + "/runtime.o", toPath: near)) != nil {
        rename(near, cached)
      }
    }
    return "runtime.o"
  }

  /// Where the object is kept; nil when there is no folder for it.
  private func cache() -> String? {
    let environment = ProcessInfo.processInfo.environment
    let base = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { $0 + "/.cache" }
    guard let base, base.hasPrefix("/"),
      let source = FileManager.default.contents(atPath: include + "/verilated.cpp"),
      let configuration = FileManager.default.contents(atPath: include + "/verilated_config.h")
    else { return nil }
    let key = SHA256.hex(of: Array(source) + Array(configuration) + Array(flags.joined().utf8)).prefix(16)
    let folder = "\(base)/mantissa/operators"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return FileManager.default.isWritableFile(atPath: folder) ? "\(folder)/runtime-\(key).o" : nil
  }
}
