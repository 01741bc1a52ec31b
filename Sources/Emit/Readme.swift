internal import Arithmetic
package import Cells
internal import PipelineIR
internal import Support

/// What the README of an emitted folder says.
package enum Readme {
  /// The values of the template; others may use some of them.
  package static func values(_ manifest: Manifest, _ design: Design) -> Values {
    var values: Values = [
      "name": .text(manifest.name), "top": .text(manifest.top), "hash": .text(manifest.hash),
      "cycles_per_frame": .init(manifest.cyclesPerFrame), "memory_bits": .init(manifest.memoryBits),
      "latency": .text(manifest.latencyCycles.map { "\($0)" } ?? "not predicted"),
      "has_memories": .flag(!manifest.memories.isEmpty), "run_folder": .text(manifest.runFolder),
      "frames": .init(manifest.vectors.frames), "layers": .list(manifest.layers.map(row)),
      "memories": .list(manifest.memories.map { ["path": .text($0)] }),
    ]
    values["has_load"] = .flag(manifest.load != nil)
    values["load_words"] = .init(manifest.load?.imageWords ?? 0)
    values["load_signature"] = .text(manifest.load?.signature ?? "")
    let queues = manifest.queues ?? []
    values["has_queues"] = .flag(!queues.isEmpty)
    values["queues"] = .list(queues.map(row))
    add("s", manifest.interface.input, to: &values)
    add("m", manifest.interface.output, to: &values)
    for (key, port, frames) in [
      ("s", design.pipeline.input, design.frames), ("m", design.pipeline.output, design.expected),
    ] {
      values[key + "_codes"] = .text(codes(port.format))
      values[key + "_example"] = .text(example(port, frames.first ?? []))
    }
    return values
  }

  private static func add(_ key: String, _ side: Manifest.Side, to values: inout Values) {
    values[key + "_shape"] = .text(side.shape.description)
    values[key + "_format"] = .text(side.format.description)
    values[key + "_scale"] = .text("\(side.scale)")
    values[key + "_zero"] = .init(side.zeroPoint)
    values[key + "_lanes"] = .init(side.lanes)
    values[key + "_element_bits"] = .init(side.elementBits)
    values[key + "_lane_bits"] = .init(side.laneBits)
    values[key + "_bits"] = .init(side.tdataBits)
    values[key + "_top_bit"] = .init(side.tdataBits - 1)
    values[key + "_words"] = .init(side.wordsPerFrame)
  }

  private static func row(_ queue: Manifest.Queue) -> Values {
    [
      "queue": .text(queue.name), "depth": .init(queue.depth), "word_bits": .init(queue.wordBits),
      "queue_bits": .init(queue.depth * queue.wordBits), "reason": .text(queue.reason),
    ]
  }

  private static func row(_ layer: Manifest.Layer) -> Values {
    let folds = layer.stages.compactMap { stage -> String? in
      guard let elements = stage.parameters["PE"], let inputs = stage.parameters["SIMD"] else { return nil }
      return "\(elements) x \(inputs)"
    }
    return [
      "layer": .text(layer.name), "module": .text(layer.module),
      "fold": .text(folds.isEmpty ? "-" : folds.joined(separator: ", ")), "lanes": .init(layer.lanes),
      "bits": .init(layer.elementBits), "cycles": .init(layer.cyclesPerFrame), "memory": .init(layer.memoryBits),
    ]
  }
}
