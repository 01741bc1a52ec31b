import Support
package import Verify

extension BoardReport: Report {
  package var exitCode: Int32 {
    passed ? (alteredFiles.isEmpty ? 0 : VerifyReport.alteredCode) : Failure.Kind.mismatch.rawValue
  }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["board", board])
    table.add(["simulator", simulator.rawValue])
    table.add(["frames", "\(Figure.count(frames)), and one after a byte without a stop bit and a break"])
    table.add(["words compared", Figure.count(wordsCompared)])
    table.add(["mismatches", Figure.count(mismatches)])
    table.add(["bytes from the board", "\(Figure.count(bytes)), \(Figure.count(credits)) of them credits"])
    table.add(["clocks", Figure.count(cycles)])
    table.add(["building the simulator", Figure.seconds(buildSeconds)])
    let verdict =
      passed ? "the board agrees with the golden model" : "THE BOARD DOES NOT AGREE WITH THE GOLDEN MODEL"
    let first = firstMismatch.map {
      "frame \($0.frame), word \($0.word): \($0.found) instead of \($0.expected)"
    }
    let altered = alteredFiles.map { "not as it was compiled: \($0.shown())" }
    return ([table.text, "", verdict] + [first].compactMap { $0 } + problems + altered + notes.map { "note: \($0)" })
      .joined(separator: "\n")
  }
}
