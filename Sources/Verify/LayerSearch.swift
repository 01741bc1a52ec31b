internal import Emit
internal import Foundation
internal import Support

/// Finds the first layer whose words in a tapped simulation are wrong, and where words wait in one that stopped.
struct LayerSearch {
  let manifest: Manifest
  /// Codes by node, one array a frame.
  let trace: [String: [[UInt32]]]
  /// The folder with the tap files.
  let folder: String

  /// The first wrong word of the first layer, in the order of the pipeline, that has one; nil when all that was written
  /// agrees. A layer that only stopped is not wrong: one behind it may have stopped it.
  func firstWrong() throws(Failure) -> VerifyReport.LayerMismatch? {
    try first { $0.foundCode != nil }
  }

  /// What is known of a machine that stopped, in sentences.
  func whereItStopped() throws(Failure) -> [String] {
    let stopped = try first { _ in true }.map { found in
      let verb = found.foundCode == nil ? "stopped" : "is wrong"
      return "layer '\(found.layer)' is the first that \(verb), in frame \(found.frame)"
    }
    return [stopped].compactMap { $0 } + waits()
  }

  private func first(_ counts: (VerifyReport.LayerMismatch) -> Bool) throws(Failure) -> VerifyReport.LayerMismatch? {
    for layer in manifest.layers {
      guard let golden = trace[layer.name] else { continue }
      let words = try FrameSource.readLines("\(folder)/\(layer.tap).tap").map(String.init)
      if let found = difference(layer, golden, words), counts(found) { return found }
    }
    return nil
  }

  /// The FIFOs and layers whose words nobody takes; empty when the machine never came to rest.
  private func waits() -> [String] {
    guard let lines = try? FrameSource.readLines("\(folder)/waits.txt") else { return [] }
    let rows = lines.map { $0.split(separator: " ") }.filter { $0.count == 3 && $0[2] == "10" }
    func names<T>(_ kind: String, of all: [T], _ name: (T) -> String) -> [String] {
      rows.filter { $0[0] == kind }.compactMap { Int($0[1]) }.filter { all.indices.contains($0) }.map { name(all[$0]) }
    }
    let queues = names("queue", of: manifest.fifos) { layer, stage in
      "FIFO '\(stage.name)' of layer '\(layer)' is full with \(stage.parameters["DEPTH"] ?? 0) words, and more wait"
    }
    let layers = names("layer", of: manifest.layers) { "words wait at the output of layer '\($0.name)'" }
    return queues + layers
  }

  private func difference(
    _ layer: Manifest.Layer, _ golden: [[UInt32]], _ words: [String]
  ) -> VerifyReport.LayerMismatch? {
    var next = 0
    for (frame, codes) in golden.enumerated() {
      for (index, expected) in layer.coding.words(codes).enumerated() {
        let found = next < words.count ? words[next] : nil
        next += 1
        guard found != expected else { continue }
        return mismatch(layer, frame, index, expected, found)
      }
    }
    return nil
  }

  private func mismatch(
    _ layer: Manifest.Layer, _ frame: Int, _ word: Int, _ expected: String, _ found: String?
  ) -> VerifyReport.LayerMismatch {
    let wanted = layer.coding.codes(expected) ?? []
    let seen = found.flatMap { layer.coding.codes($0) }
    let lane = seen.flatMap { seen in wanted.indices.first { wanted[$0] != seen[$0] } } ?? 0
    return VerifyReport.LayerMismatch(
      layer: layer.name, frame: frame, element: word * layer.lanes + lane,
      expectedCode: CodeText.hex(wanted.isEmpty ? nil : wanted[lane], width: layer.elementBits),
      foundCode: seen.map { CodeText.hex($0[lane], width: layer.elementBits) })
  }
}

/// Codes as text.
enum CodeText {
  /// The code in hex with as many digits as `width` bits need; `x` when it is unknown.
  static func hex(_ code: UInt32?, width: Int) -> String {
    let digits = (width + 3) / 4
    return code?.digits(radix: 16, count: digits) ?? String(repeating: "x", count: digits)
  }
}
