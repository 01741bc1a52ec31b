import Arithmetic
import Emit
import Foundation
import Operators
import Support
import TestTools
import Testing

/// What `operator emit` writes.
@Suite struct EmissionTests {
  @Test(
    arguments: [
      ("multiply", ["posit<16,1>"], "plam", 2), ("add", ["fp16"], nil, 3),
      ("multiply", ["float<4,3,finite>", "fixed<8>"], nil, 1),
      ("dot", ["posit<8,0>"], nil, 3), ("sigmoid", ["posit<8,0>"], nil, 0),
      ("multiply", ["fixed<16>"], "mitchell-w<6>", 0),
      ("compare", ["fixed<12>"], nil, 0),
    ] as [(String, [String], String?, Int)])
  func theTestbenchPasses(name: String, formats: [String], multiplier: String?, pipeline: Int) throws {
    let made = try OperatorRegistry.make(
      OperatorRequest(name, formats: try formats.map { try Format($0) }, multiplier: multiplier, pipeline: pipeline))
    let files = try made.files()
    #expect(files == (try made.files()))
    #expect(files["README.md"]?.contains(made.formula) == true)
    #expect(files["manifest.json"]?.contains("\"latency_cycles\" : \(pipeline)") == true)
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "out")
      try files.write(to: target.path())
      let run = try TestTools.run("sh", ["scripts/simulate_icarus.sh"], in: target)
      #expect(run.status == 0, "\(run.output.prefix(2000))")
      #expect(run.output.contains("equal: 1000 rows"), "\(run.output.prefix(2000))")
      let lint = try TestTools.run("sh", ["scripts/lint.sh"], in: target)
      #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output.prefix(2000))")
      // One wrong vector is told.
      let vectors = target.appending(path: "vectors/\(made.module).hex")
      var text = try String(contentsOf: vectors, encoding: .utf8)
      let last = text.index(text.endIndex, offsetBy: -2)
      text.replaceSubrange(last...last, with: text[last] == "0" ? "1" : "0")
      try text.write(to: vectors, atomically: true, encoding: .utf8)
      let wrong = try TestTools.run("sh", ["scripts/simulate_icarus.sh"], in: target)
      #expect(wrong.output.contains("DIFFERENT: 1 of 1000 rows"), "\(wrong.output.prefix(2000))")
    }
  }

  @Test(
    arguments: [
      (["posit<16,1>"], "plam", 2, "multiply_posit_16_1_plam_p2"),
      (["fixed<8>"], "mitchell-w<4>+1", 0, "multiply_fixed_8_0_mitchell_w_4_exact_plus_1"),
      (["float<4,3,finite>", "fixed<8>"], nil, 0, "multiply_float_4_3_finite_fixed_8_0"),
      (["posit<8,0>"], "plam+c", 0, "multiply_posit_8_0_plam_plus_c"),
    ] as [([String], String?, Int, String)])
  func modulesAreNamed(formats: [String], multiplier: String?, pipeline: Int, module: String) throws {
    let made = try OperatorRegistry.make(
      OperatorRequest(
        "multiply", formats: try formats.map { try Format($0) }, multiplier: multiplier, pipeline: pipeline))
    #expect(made.module == module)
  }
}
