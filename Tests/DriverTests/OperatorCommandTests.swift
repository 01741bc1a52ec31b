import Foundation
import Testing

/// `mantissa operator` from the outside: results, exit codes, messages.
@Suite(.enabled(if: CommandRun.isBuilt, "the command is not built beside the tests"))
struct OperatorCommandTests {
  @Test(arguments: [
    (["evaluate", "multiply", "--format", "posit<40,1>", "1", "1"], "expected an integer from 3 to 32"),
    (["evaluate", "multiply", "--format", "fixed<8>", "--multiplier", "plam", "1", "1"], "takes posits"),
    (
      ["evaluate", "multiply", "--format", "fixed<8>", "--multiplier", "magic", "1", "1"], "unknown multiplier 'magic'"
    ),
    (["evaluate", "divide", "--format", "fp16", "1", "1"], "the operators are multiply, add"),
    (["evaluate", "multiply", "1", "1"], "there is no format"),
    (["evaluate", "add", "--format", "fp16", "--format", "bf16", "1", "1"], "takes operands of one format"),
    (["evaluate", "add", "--format", "fp16", "--multiplier", "exact", "1", "1"], "multiplies nothing"),
    (["evaluate", "multiply", "--format", "a", "--format", "b", "--format", "c", "1", "1"], "unknown format 'a'"),
    (["evaluate", "multiply", "--format", "fp16", "--format", "fp16", "--format", "fp16", "1", "1"], "3 formats"),
    (["evaluate", "sigmoid", "--format", "posit<8,1>", "1"], "takes posits with es = 0"),
    (["evaluate", "add", "--format", "fp16", "1"], "2 operands are expected"),
    (["evaluate", "add", "--format", "fp16", "1", "one"], "'one' is neither a decimal number nor a code"),
    (["evaluate", "add", "--format", "fp16", "1", "0x10000"], "is no code of float<5,10>"),
    (["evaluate", "dot", "--format", "fp16", "1,2", "3,4"], "has 2 terms; 4 are expected"),
    (["emit", "multiply", "--format", "fp16", "--pipeline", "9"], "0 to 4 are possible here"),
    (["emit", "dot", "--format", "fp32", "--terms", "100"], "1 to 64 are supported"),
    (["emit", "multiply", "--format", "fp16", "-o", "/dev/null"], "/dev/null"),
    (["verify", "multiply", "--format", "fp32", "--exhaustive"], "2^64 pairs would take about"),
    (["verify", "multiply", "--format", "fp16", "--vectors", "/absent"], "/absent: error: cannot be read"),
    (["verify", "multiply", "--format", "fp16", "--samples", "0"], "--samples is 0"),
    (["errors", "compare", "--format", "fp16"], "a comparison has no error"),
    (["synthesise", "--only", "abacus"], "no operator of the table has this in its name"),
    (["synthesise", "--vectors=-1"], "--vectors is -1"),
    (["synthesise", "--liberty", "/absent"], "/absent: error: cannot be read"),
  ]) func badInput(arguments: [String], message: String) throws {
    let run = try CommandRun(["operator"] + arguments)
    #expect(run.exitCode == 2, "\(run.output)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func evaluation() throws {
    let plam = try json("evaluate", "multiply", "--format", "posit<16,1>", "--multiplier", "plam", "1.5", "1.5")
    // JSON's readers may round the last digit.
    #expect(abs((plam["relative_error"] as? Double ?? 0) + 1.0 / 9) < 1e-12)
    #expect((plam["result"] as? [String: Any])?["value"] as? String == "2.0")
    #expect(plam["exact"] as? String == "9*2^-2")
    let add = try json("evaluate", "add", "--format", "fp16", "0x3c00", "-1")
    #expect((add["result"] as? [String: Any])?["code"] as? String == "0x0000")
    // A zero keeps its sign, however it is written, and '--' may stand before the operands.
    for operands in [["-0.0", "-0.0"], ["--", "-0.0", "-1e-30"], ["0x8000", "-0"]] {
      let zero = try json(["evaluate", "add", "--format", "fp16"] + operands)
      #expect((zero["result"] as? [String: Any])?["code"] as? String == "0x8000", "\(operands)")
    }
    let cancelled = try json("evaluate", "add", "--format", "fp16", "--", "-1", "1")
    #expect((cancelled["result"] as? [String: Any])?["code"] as? String == "0x0000")
    // Rounded first, then flushed: (1 - 2^-11) 2^-14 is below the smallest normal number, (1 - 2^-20) 2^-14 rounds to it.
    let flushed = try json("evaluate", "multiply", "--format", "float<5,10,ftz>", "0x3bff", "0x0400")
    #expect((flushed["result"] as? [String: Any])?["code"] as? String == "0x0000")
    let normal = try json("evaluate", "multiply", "--format", "float<5,10,ftz>", "0x3bfe", "0x0401")
    #expect((normal["result"] as? [String: Any])?["code"] as? String == "0x0400")
    let dot = try json("evaluate", "dot", "--format", "posit<8,0>", "--terms", "2", "1,2", "-0.5,3")
    #expect((dot["result"] as? [String: Any])?["value"] as? String == "5.5")
    let compare = try json("evaluate", "compare", "--format", "fp16", "nan", "0x7e00")
    #expect((compare["result"] as? [String: Any])?["value"] as? String != nil)
  }

  /// Wrong vectors give exit code 1 and the first of them.
  @Test func verificationAgainstVectors() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "mantissa-rows-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "40 40 40\n20 20 10\n".write(toFile: path, atomically: true, encoding: .utf8)
    let arguments = ["operator", "verify", "multiply", "--format", "posit<8,0>", "--vectors", path, "--json"]
    let right = try CommandRun(arguments)
    #expect(right.exitCode == 0, "\(right.errors)")
    try "40 40 40\n20 20 11\n".write(toFile: path, atomically: true, encoding: .utf8)
    let wrong = try CommandRun(arguments)
    #expect(wrong.exitCode == 1)
    let found = try #require(try JSONSerialization.jsonObject(with: Data(wrong.output.utf8)) as? [String: Any])
    #expect(found["pairs"] as? Int == 2)
    #expect(found["mismatches_golden"] as? Int == 1)
    #expect(found["mismatches_rtl"] as? Int == 1)
    #expect(found["first_mismatch"] as? String == "a = 0x20, b = 0x20: golden gives 0x10, expected 0x11")
    #expect(found["seconds"] as? Double != nil)
    try "40 40 zz\n".write(toFile: path, atomically: true, encoding: .utf8)
    let bad = try CommandRun(arguments)
    #expect(bad.exitCode == 2)
    #expect(bad.errors.hasPrefix("\(path):1: error: "), "\(bad.errors)")
  }

  @Test func speedWithoutSoftPosit() throws {
    let report = try json("speed")
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.contains { $0["operator"] as? String == "multiply posit<16,1> by plam" })
    #expect(rows.allSatisfy { ($0["products_per_second"] as? Double ?? 0) > 0 && $0["ratio"] is NSNull })
    let missing = try CommandRun(["operator", "speed", "--softposit", "/absent/python3"])
    #expect(missing.exitCode == 3)
    #expect(missing.errors.contains("/absent/python3"), "\(missing.errors)")
    #expect(missing.output.isEmpty)
  }

  @Test func listAndErrors() throws {
    let list = try json("list")
    #expect((list["operators"] as? [[String: String]])?.map { $0["name"] }.contains("dot") == true)
    let errors = try json("errors", "multiply", "--format", "posit<8,0>", "--multiplier", "plam")
    #expect(errors["worst"] as? Double != nil)
  }

  private func json(_ arguments: String...) throws -> [String: Any] { try json(arguments) }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let run = try CommandRun(["operator", arguments[0], "--json"] + arguments.dropFirst())
    #expect(run.exitCode == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }
}
