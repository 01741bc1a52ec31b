import Support
package import Verify

extension VerifyReport: Report {
  package var exitCode: Int32 { passed ? 0 : Failure.Kind.mismatch.rawValue }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["simulator", simulator.rawValue])
    let distinct = distinctFrames < frames ? ", \(Figure.count(distinctFrames)) of them different" : ""
    table.add(["frames", Figure.count(frames) + distinct])
    table.add(["words compared", Figure.count(wordsCompared)])
    table.add(["mismatches", Figure.count(mismatches)])
    table.add(["cycles per frame", Figure.count(cyclesPerFrame)])
    table.add(["latency", "\(Figure.count(latencyCycles)) cycles"])
    table.add(["simulated frames per second", Figure.short(framesPerSecond)])
    table.add(["building the simulator", Figure.seconds(buildSeconds)])
    table.add(["stalls", "\(stalls.rawValue), seed \(seed)"])
    if let waves { table.add(["waveforms", waves]) }
    let verdict = passed ? "the design agrees with its golden model" : "THE DESIGN DOES NOT AGREE WITH ITS GOLDEN MODEL"
    return ([table.text, "", verdict] + findings).joined(separator: "\n")
  }
}
