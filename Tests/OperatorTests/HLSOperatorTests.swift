import Arithmetic
import Emit
import Foundation
import Operators
import TestTools
import Testing
import Tools

private let hasHeaders = FileManager.default.fileExists(atPath: ".build/hls/ready")

/// Every kind of operator in C++: g++ is silent about it, and every result is the golden function's, on all pairs.
@Suite(.enabled(if: hasHeaders, "the open headers are missing: make setup-hls"))
struct HLSOperatorTests {
  /// The usual formats and the smallest; every operator of the Verilog tests by MANTISSA_HLS.
  private static func operators() throws -> [Operator] {
    typealias Small = SmallOperatorTests
    if ProcessInfo.processInfo.environment["MANTISSA_HLS"] != nil {
      return try Small.products() + Small.others() + Small.pipelined() + Small.smallest()
    }
    var made: [Operator] = []
    for (name, formats) in [
      ("multiply", ["fixed<8>", "ufixed<5>", "posit<8,1>", "posit<3,0>", "fp8-e4m3", "float<2,0>", "float<4,3,ftz>"]),
      ("add", ["fixed<8>", "binary", "posit<8,2>", "fp8-e4m3", "float<3,0,ftz>", "float<4,3,finite>"]),
      ("subtract", ["ufixed<5>", "posit<5,3>", "fp8-e5m2"]),
      ("compare", ["fixed<8>", "binary", "ternary", "posit<3,1>", "fp8-e4m3", "float<4,3,finite>"]),
      ("dot", ["fixed<4>", "ternary", "posit<4,1>", "float<2,1>"]), ("sigmoid", ["posit<8,0>", "posit<3,0>"]),
    ] {
      for format in formats { made.append(try Small.make(name, format)) }
    }
    for format in Small.examples {
      made.append(try Small.make("multiply", format, "fixed<8>"))
      for name in ["add", "compare"] { made.append(try Small.make(name, format)) }
    }
    made.removeAll { $0.result.width > 64 }
    for (format, multiplier) in [
      ("posit<8,0>", "plam"), ("posit<8,2>", "plam+c"), ("fixed<8>", "mitchell"), ("fixed<8>", "mitchell-w<6>"),
      ("fixed<5>", "mitchell<ones>"), ("posit<8,0>", "mitchell-w<3>"), ("fp8-e4m3", "mitchell"),
      ("fp8-e4m3", "mitchell-w<3>"),
    ] {
      made.append(try Small.make("multiply", format, by: multiplier))
    }
    for (weight, activation) in [("binary", "fixed<8>"), ("ternary", "fp8-e4m3"), ("float<4,3,finite>", "fixed<8>")] {
      made.append(try Small.make("multiply", weight, activation))
    }
    made += [try Small.make("multiply", "posit<8,1>", cuts: 3), try Small.make("add", "fixed<8>", cuts: 2)]
    var seen: Set<String> = []
    return made.filter { seen.insert($0.module).inserted }
  }

  @Test(arguments: HLSTypes.allCases) func cppComputesWhatTheFunctionsSay(_ types: HLSTypes) async throws {
    let operators = try Self.operators()
    #expect(Set(operators.map(\.name)) == Set(OperatorRegistry.names))
    let outcome = try await OperatorBench(operators: operators).run(types)
    #expect(outcome.mismatches.isEmpty, "\(outcome.mismatches.prefix(10).joined(separator: "\n").prefix(4000))")
    #expect(outcome.compared > operators.count * 20_000)
    print("HLSOperatorTests \(types): \(operators.count) configurations, \(outcome.compared) results compared")
  }

  /// An encoder that forgets ties is noticed.
  @Test func aWrongCellIsNoticed() async throws {
    var bench = OperatorBench(operators: [try SmallOperatorTests.make("multiply", "posit<8,1>")])
    bench.mutate = { $0.replacing("(guard && last)", with: "(guard && !last)") }
    let outcome = try await bench.run(.ap)
    #expect(outcome.mismatches.count == 1 && outcome.mismatches.first?.contains("expected") == true)
  }

  /// Wide results, several terms, sampled pairs at 32 bits: through what `operator verify` runs.
  @Test(arguments: HLSTypes.allCases) func wideOperators(_ types: HLSTypes) async throws {
    for (name, formats, terms) in [
      ("dot", ["fp16", "fixed<32>"], 3), ("add", ["fp32"], 1), ("multiply", ["posit<32,2>"], 1),
    ] {
      let made = try SmallOperatorTests.make(name, formats, nil, 0, terms)
      let model = try await OperatorModel(made, types)
      let findings = try OperatorCheck(
        made, SampledPairs(made, count: 70_000, seed: 1), model: model, hardware: "c++"
      ).run()
      #expect(findings.pairs == 70_000)
      #expect(findings.mismatchesRTL == 0, "\(made.title): \(String(describing: findings.firstMismatch))")
    }
  }

  /// The folder compiles without a warning, its test bench passes, and one wrong vector is told.
  @Test(
    arguments: [
      ("multiply", "posit<16,1>", "plam", 2, .ap), ("dot", "posit<8,0>", nil, 3, .ac), ("compare", "fp16", nil, 0, .ap),
    ] as [(String, String, String?, Int, HLSTypes)])
  func theTestBenchPasses(
    name: String, format: String, multiplier: String?, pipeline: Int, types: HLSTypes
  ) async throws {
    let made = try SmallOperatorTests.make(name, [format], multiplier, pipeline, 4)
    let files = try made.files(types)
    #expect(files == (try made.files(types)))
    #expect(files["README.md"]?.contains(made.formula) == true)
    #expect(files["manifest.json"]?.contains("\"hls_types\" : \"\(types)\"") == true)
    let include = "HLS_INCLUDE=" + (try await HLSInclude.folder(header: types.openHeader, path: types.openFolder))
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "out")
      try files.write(to: target.path())
      let run = try TestTools.run("make", ["csim", "CXXFLAGS=-O0", include], in: target)
      #expect(run.status == 0 && run.output.contains("equal: 1000 rows"), "\(run.output.prefix(2000))")
      let vectors = target.appending(path: "vectors/\(made.module).hex")
      var text = try String(contentsOf: vectors, encoding: .utf8)
      let last = text.index(text.endIndex, offsetBy: -2)
      text.replaceSubrange(last...last, with: text[last] == "0" ? "1" : "0")
      try text.write(to: vectors, atomically: true, encoding: .utf8)
      let wrong = try TestTools.run("make", ["csim", "CXXFLAGS=-O0", include], in: target)
      #expect(wrong.status != 0 && wrong.output.contains("DIFFERENT: 1 of 1000 rows"), "\(wrong.output.prefix(2000))")
    }
  }
}

extension OperatorBench {
  /// Compiles every operator's C++ into one program, which g++ has to take without a word, runs all pairs and compares.
  func run(_ types: HLSTypes) async throws -> Outcome {
    let include = try await HLSInclude.folder(header: types.openHeader, path: types.openFolder)
    return try withTemporaryFolder { folder in
      for made in operators {
        let sources = try made.sources(types)
        for path in sources.paths {
          let file = folder.appending(path: path)
          try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
          try mutate(sources[path] ?? "").write(to: file, atomically: true, encoding: .utf8)
        }
      }
      try pairs.flatMap { [$0.a, $0.b] }.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "pairs"))
      try program.write(to: folder.appending(path: "main.cpp"), atomically: true, encoding: .utf8)
      let build = try TestTools.run(
        "g++",
        [
          "-std=c++14", "-O1", "-Wall", "-Wextra", "-Wconversion", "-isystem", include, "main.cpp", "-o", "bench",
        ], in: folder)
      guard build.status == 0, build.output.isEmpty else { return Outcome(mismatches: [build.output]) }
      let run = try TestTools.run("./bench", [], in: folder)
      guard run.status == 0 else { return Outcome(mismatches: ["the program failed: \(run.output)"]) }
      let data = try Data(contentsOf: folder.appending(path: "results"))
      return data.withUnsafeBytes { compare($0.bindMemory(to: UInt64.self)) }
    }
  }

  /// Writes each operator's results, one behind the other, in the order of the pairs.
  private var program: String {
    let loops = operators.map { made in
      let operands = zip(made.operands, ["a", "b"]).map { operand, name in "mantissa::uint_t<\(operand.width)>(\(name))"
      }
      return """
        static void run_\(made.module)() {
          for (const uint32_t* pair = operands[0]; pair != operands[0] + 2 * pairs; pair += 2) {
            const uint32_t a = pair[0], b = pair[1];
            (void)b;
            put(mantissa::to_word(\(made.module)(\(operands.joined(separator: ", ")))));
          }
        }

        """
    }
    return """
      #include <cstdint>
      #include <cstdio>
      \(operators.map { "#include \"src/\($0.module).h\"\n" }.joined())
      static const int pairs = \(pairs.count);
      static uint32_t operands[pairs][2];
      static FILE* results;
      static void put(uint64_t word) { fwrite(&word, 8, 1, results); }

      \(loops.joined(separator: "\n"))
      int main() {
        FILE* input = fopen("pairs", "rb");
        results = fopen("results", "wb");
        if (!input || !results || fread(operands, 8, pairs, input) != pairs) return 2;
      \(operators.map { "  run_\($0.module)();\n" }.joined())  return fclose(results) ? 2 : 0;
      }

      """
  }
}
