import Support
package import Verify

extension CocotbReport: Report {
  package var exitCode: Int32 {
    passed ? (alteredFiles.isEmpty ? 0 : VerifyReport.alteredCode) : Failure.Kind.mismatch.rawValue
  }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["simulator", "\(simulator.rawValue), by cocotb \(cocotb)"])
    table.add(["frames of each test", Figure.count(frames)])
    table.add(["tests", "\(tests), \(failed) failed, seed \(seed)"])
    table.add(["words compared", Figure.count(wordsCompared)])
    table.add(["time", Figure.seconds(seconds)])
    table.add(["results", results])
    let verdict = passed ? "the design agrees with its golden model" : "THE DESIGN DOES NOT AGREE WITH ITS GOLDEN MODEL"
    let altered = alteredFiles.map { "not as it was compiled: \($0.shown())" }
    return ([table.text, "", verdict] + problems + altered).joined(separator: "\n")
  }
}
