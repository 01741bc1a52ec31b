import Support
package import Verify

extension VerifyReport: Report {
  package var exitCode: Int32 {
    passed ? (alteredFiles.isEmpty ? 0 : Self.alteredCode) : Failure.Kind.mismatch.rawValue
  }

  /// The exit code of a design that agrees, but is not the one that was compiled.
  package static let alteredCode: Int32 = 4

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["simulator", simulator.rawValue])
    if let netlist { table.add(["netlist", netlist]) }
    let distinct = distinctFrames < frames ? ", \(Figure.count(distinctFrames)) of them different" : ""
    table.add(["frames", Figure.count(frames) + distinct])
    table.add(["words compared", Figure.count(wordsCompared)])
    table.add(["mismatches", Figure.count(mismatches)])
    if let cyclesPerFrame { table.add(["cycles per frame", Figure.count(cyclesPerFrame)]) }
    if let latencyCycles { table.add(["latency", "\(Figure.count(latencyCycles)) cycles"]) }
    table.add(["simulated frames per second", Figure.short(framesPerSecond)])
    table.add(["building the simulator", Figure.seconds(buildSeconds)])
    if hasCycles { table.add(["stalls", "\(stalls.rawValue), seed \(seed)"]) }
    if stalls == .mix { table.add(["patterns", patterns.joined(separator: "; ")]) }
    if hasTroubledFrames {
      table.add(["frames in trouble", "ends late, ends early, one word, reset in mid-frame; a right one after each"])
    }
    if let coverage {
      func share(_ points: Coverage.Share) -> String {
        let part = points.total == 0 ? 0 : Double(points.reached) / Double(points.total)
        return "\(Figure.percent(part)) (\(Figure.count(points.reached)) of \(Figure.count(points.total)))"
      }
      table.add(["lines and branches reached", share(coverage.lines)])
      table.add(["bits toggled", share(coverage.toggles)])
      table.add(["coverage", "\(coverage.runs) runs in \(coverage.file)"])
    }
    if let waves { table.add(["waveforms", waves]) }
    let verdict = passed ? "the design agrees with its golden model" : "THE DESIGN DOES NOT AGREE WITH ITS GOLDEN MODEL"
    let altered = alteredFiles.map { "not as it was compiled: \($0.shown())" }
    return ([table.text, "", verdict] + findings + altered + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}
