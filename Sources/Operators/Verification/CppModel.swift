internal import Arithmetic
internal import Datapath
internal import Emit
internal import Support
internal import Tools

/// An operator's C++ with g++, behind the functions that a model has.
struct CppModel {
  let made: Operator
  let types: HLSTypes

  /// Compiles it as a shared library, whose path it returns; g++ has to be silent about the operator and its cells.
  func build(in folder: String, _ limit: Duration) async throws(Failure) -> String {
    let compiler = try Tool.find("g++")
    let include = try await HLSInclude.folder(header: types.openHeader, path: types.openFolder)
    try made.sources(types).fill(folder)
    try Disk.write(text.utf8, to: folder + "/evaluate.cpp")
    let run = try await compiler.run(
      [
        "-std=c++14", "-O2", "-march=native", "-fPIC", "-shared", "-Wall", "-Wextra", "-Wconversion", "-isystem",
        include,
        "-o", "model.so", "evaluate.cpp",
      ], in: folder, limit: limit
    ).checked("the build of the operator's C++")
    guard run.output.isEmpty else {
      throw Failure(
        .tool, at: "operator '\(made.title)'", "g++ warns about its C++", notes: [String(run.output.prefix(2000))])
    }
    return folder + "/model.so"
  }

  private var text: String {
    let operands = made.operands.map { operand in
      "    const \(unsigned(operand.width)) x_\(operand.port) = \(word(operand));\n"
    }
    let results = (0..<made.resultWords).map { word in
      let width = min(64, made.result.width - 64 * word)
      return "    result[row * \(made.resultWords) + \(word)] = "
        + "mantissa::to_word(mantissa::slice<\(width)>(found, \(64 * word)));\n"
    }
    let list = made.operands.map { "x_\($0.port)" }.joined(separator: ", ")
    return """
      #include "src/\(made.module).h"

      #include <cstddef>
      #include <cstdint>

      namespace {
      template <int WIDTH, int TERMS>
      inline mantissa::uint_t<TERMS * WIDTH> operand(const uint32_t* codes) {
        mantissa::uint_t<TERMS * WIDTH> word = 0;
        for (int term = TERMS - 1; term > 0; --term)
          word = (word | mantissa::uint_t<WIDTH>(codes[term])) << WIDTH;
        return word | mantissa::uint_t<WIDTH>(codes[0]);
      }
      }  // namespace

      extern "C" void* mantissa_make() { return nullptr; }
      extern "C" void mantissa_free(void*) {}
      extern "C" void mantissa_evaluate(void*, const uint32_t* a, const uint32_t* b, uint64_t* result, size_t rows) {
        (void)b;
        for (size_t row = 0; row < rows; ++row) {
      \(operands.joined())    const \(unsigned(made.result.width)) found = \(made.module)(\(list));
      \(results.joined())  }
      }

      """
  }

  /// The bits of an operand from its codes, the first in the low ones.
  private func word(_ operand: Operator.Operand) -> String {
    "operand<\(operand.format.width), \(operand.terms)>(\(operand.port) + row * \(operand.terms))"
  }

  private func unsigned(_ width: Int) -> String { "mantissa::uint_t<\(width)>" }
}
