import Arithmetic
import Emit
import Foundation
import Operators
import TestTools

/// Many operators in one Verilog design, which sees some pairs of bit strings: every one of 8 bits unless others are given.
///
/// An operator takes the low bits of `a` and `b`.
struct OperatorBench {
  var operators: [Operator]
  /// Bits of `a` and of `b`.
  var width = 8
  var pairs = (0..<1 << 16 as Range<UInt32>).map { (a: $0 >> 8, b: $0 & 255) }
  /// A change to the cells' texts, to see that the bench notices it.
  var mutate: (String) -> String = { $0 }

  struct Outcome {
    var compared = 0
    var mismatches: [String] = []
  }

  /// Writes the design into `folder` and returns its files, the top `bench` last.
  func write(into folder: URL) throws -> [String] {
    var texts: [String: String] = [:]
    for made in operators {
      let sources = try made.sources()
      for path in sources.paths { texts[String(path.split(separator: "/").last ?? "")] = sources[path] }
    }
    for (name, text) in texts {
      try mutate(text).write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try top.write(to: folder.appending(path: "bench.v"), atomically: true, encoding: .utf8)
    return texts.keys.sorted() + ["bench.v"]
  }

  private var top: String {
    let ports = operators.enumerated().map { "  output wire [\($1.result.width - 1):0] r\($0)" }
    let instances = operators.enumerated().map { index, made in
      let operands = made.operands.map { ".\($0.port)(\($0.port)[\($0.width - 1):0])" }
      return "  \(made.module) u_\(index) (.aclk(aclk), .enable(1'b1), \(operands.joined(separator: ", ")), "
        + ".result(r\(index)));\n"
    }
    return """
      `default_nettype none
      module bench (
        input wire aclk,
        input wire [\(width - 1):0] a,
        input wire [\(width - 1):0] b,
      \(ports.joined(separator: ",\n"))
      );
      \(instances.joined())endmodule
      `default_nettype wire

      """
  }

  /// Writes each operator's results, a file each, in the order of the pairs.
  private var harness: String {
    let most = operators.map(\.latency).max() ?? 0
    let gets = operators.enumerated().map { index, made in
      "    if (k >= \(made.latency)) out[\(index)][k - \(made.latency)] = dut->r\(index);\n"
    }
    return """
      #include <cstdint>
      #include <cstdio>
      #include <vector>
      #include "Vbench.h"

      static const int pairs = \(pairs.count), count = pairs + \(most);
      static uint32_t operands[pairs][2];
      static std::vector<std::vector<uint64_t>> out(\(operators.count), std::vector<uint64_t>(count));

      int main() {
        FILE* input = fopen("pairs", "rb");
        if (!input || fread(operands, 8, pairs, input) != pairs) return 2;
        Vbench* dut = new Vbench;
        for (int k = 0; k < count; ++k) {
          dut->a = operands[k < pairs ? k : 0][0];
          dut->b = operands[k < pairs ? k : 0][1];
          dut->aclk = 0;
          dut->eval();
      \(gets.joined())    dut->aclk = 1;
          dut->eval();
        }
        FILE* file = fopen("results", "wb");
        for (auto& results : out)
          if (!file || fwrite(results.data(), 8, pairs, file) != pairs) return 2;
        return fclose(file) ? 2 : 0;
      }

      """
  }

  /// Builds the simulator, runs all pairs and compares every result.
  func run() throws -> Outcome {
    try withTemporaryFolder { folder in
      let files = try write(into: folder)
      try pairs.flatMap { [$0.a, $0.b] }.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: "pairs"))
      try harness.write(to: folder.appending(path: "main.cpp"), atomically: true, encoding: .utf8)
      let build = try TestTools.run(
        "verilator",
        [
          "--cc", "--exe", "--build", "-Wno-lint", "--output-split", "0",
          "-MAKEFLAGS", "OPT_FAST=-O1 OPT_SLOW=-O0 OPT_GLOBAL=-O1", "--top-module", "bench",
          "--x-assign", "fast", "main.cpp",
        ] + files, in: folder)
      guard build.status == 0 else { return Outcome(mismatches: [build.output]) }
      let run = try TestTools.run("obj_dir/Vbench", [], in: folder)
      guard run.status == 0 else { return Outcome(mismatches: ["the simulator failed: \(run.output)"]) }
      let data = try Data(contentsOf: folder.appending(path: "results"))
      return data.withUnsafeBytes { compare($0.bindMemory(to: UInt64.self)) }
    }
  }

  func compare(_ results: UnsafeBufferPointer<UInt64>) -> Outcome {
    var outcome = Outcome()
    for (index, made) in operators.enumerated() {
      let (rows, block) = rows(of: made)
      let golden = block.evaluate(made)
      outcome.compared += rows.count
      for (place, row) in rows.enumerated() {
        let found = results[index * pairs.count + row]
        if found == golden[place] { continue }
        let text = [UInt64(pairs[row].a), UInt64(pairs[row].b), found, golden[place]].map { String($0, radix: 16) }
        outcome.mismatches.append(
          "\(made.title): a = \(text[0]), b = \(text[1]) gives \(text[2]), expected \(text[3])")
        break
      }
    }
    return outcome
  }

  /// The pairs whose codes are operands, and those codes.
  private func rows(of made: Operator) -> (rows: [Int], block: PairBlock) {
    var rows: [Int] = []
    var block = PairBlock()
    for (row, pair) in pairs.enumerated() {
      let codes = zip(made.operands, [pair.a, pair.b]).map { operand, bits in
        (0..<operand.terms).map { term in
          bits >> UInt32(term * operand.format.width) & operand.format.number.codeMask
        }
      }
      guard zip(made.operands, codes).allSatisfy({ pair in pair.1.allSatisfy { made.isOperand($0, of: pair.0) } })
      else { continue }
      rows.append(row)
      block.a += codes[0]
      if codes.count > 1 { block.b += codes[1] }
    }
    block.count = rows.count
    return (rows, block)
  }
}
