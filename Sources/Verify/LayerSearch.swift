internal import Emit
internal import Foundation
internal import Support

/// Finds the first layer whose words in a tapped simulation differ from the golden trace.
struct LayerSearch {
  let manifest: Manifest
  /// Codes by node, one array a frame.
  let trace: [String: [[UInt32]]]
  /// The folder with the tap files.
  let folder: String

  /// Layers are looked at in the order of the pipeline; nil when all that was written agrees.
  func first() throws(Failure) -> VerifyReport.LayerMismatch? {
    for layer in manifest.layers {
      guard let golden = trace[layer.name] else { continue }
      let words = try FrameSource.readLines("\(folder)/\(layer.tap).tap").map(String.init)
      if let found = difference(layer, golden, words) { return found }
    }
    return nil
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
    guard let code else { return String(repeating: "x", count: digits) }
    let text = String(code, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
