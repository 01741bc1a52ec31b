internal import Cells
internal import Emit
internal import PipelineIR
internal import Support

/// What the README of a C++ folder says.
enum HLSReadme {
  static func values(_ manifest: Manifest, _ design: Design, _ types: HLSTypes) -> Values {
    let common = Readme.values(manifest, design)
    let wanted =
      ["name", "hash", "frames"]
      + ["s", "m"].flatMap { side in
        [
          "shape", "format", "scale", "zero", "lanes", "element_bits", "lane_bits", "bits", "words", "codes", "example",
        ].map { "\(side)_\($0)" }
      }
    var values = Values(common.fields.filter { wanted.contains($0.key) })
    values["is_ap"] = .flag(types == .ap)
    values["is_ac"] = .flag(types == .ac)
    values["types"] = .text(types.library)
    values["layers"] = .list(manifest.layers.map(row))
    return values
  }

  private static func row(_ layer: Manifest.Layer) -> Values {
    [
      "layer": .text(layer.name), "header": .text(layer.module), "lanes": .init(layer.lanes),
      "bits": .init(layer.elementBits), "words": .init(layer.wordsPerFrame), "cycles": .init(layer.cyclesPerFrame),
      "fold": .text(
        layer.stages.compactMap { stage in
          guard let elements = stage.parameters["PE"], let inputs = stage.parameters["SIMD"] else { return nil }
          return "\(elements) x \(inputs)"
        }.joined(separator: ", ")),
    ]
  }
}
