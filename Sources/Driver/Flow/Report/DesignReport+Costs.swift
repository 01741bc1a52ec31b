import Estimate
import Pages
import Support
import Synthesis

extension DesignReport {
  /// The layers with all that they take.
  var layerBlocks: [Document.Block] {
    let device = device
    var sheet = Sheet(
      "Layers in the order of the data" + (layers.contains { $0.estimate != nil } ? ", on \(device.rawValue)" : ""),
      text: ["layer", "what", "output", "format", "weights", "multiplier"],
      numbers: ["PE x SIMD", "cycles", "memory bits"] + areaTitles(device, synthesis != nil))
    let slowest = Double(layers.compactMap(\.cycles).max() ?? 0)
    for layer in layers {
      let fold = layer.pe.flatMap { pe in layer.simd.map { "\(pe) x \($0)" } } ?? "-"
      let texts = [
        layer.name, layer.kind, "\(layer.shape)", layer.format, layer.weightFormat ?? "-", layer.multiplier ?? "-",
        fold,
      ]
      let cycles = Sheet.Cell(
        layer.cycles.map(Figure.count) ?? "-", weight: layer.cycles.map { slowest > 0 ? Double($0) / slowest : 0 } ?? 0)
      let truth = synthesis.map { $0.area(of: layer.name) }
      let area = areaCells((truth.map { [$0] } ?? []) + [layer.estimate])
      sheet.add(texts.map { Sheet.Cell($0) } + [cycles, Sheet.Cell(layer.memoryBits.map(Figure.count) ?? "-")] + area)
    }
    return [.table(sheet)]
  }

  /// Of each part as synthesised and as estimated, or of the estimate alone.
  private func areaTitles(_ device: Device, _ isSynthesised: Bool) -> [String] {
    AreaPart.allCases.flatMap { part in
      isSynthesised ? [part.title(device), "est."] : ["\(part.title(device)), est."]
    }
  }

  private func areaCells(_ areas: [Area?]) -> [Sheet.Cell] {
    AreaPart.allCases.flatMap { part in
      areas.map { Sheet.Cell($0.map { Figure.count($0[keyPath: part.count]) } ?? "-") }
    }
  }

  /// What stands over the plots of cycles and area.
  var costBlocks: [Document.Block] {
    let slowest = layers.max { ($0.cycles ?? 0) < ($1.cycles ?? 0) }
    var blocks: [Document.Block] = []
    if let slowest, let cycles = slowest.cycles {
      blocks.append(
        .text(
          "Layers work at the same time; the slowest one, `\(slowest.name)` with \(Figure.count(cycles)) cycles, sets the rate."
        ))
    }
    if let error = estimateError {
      blocks.append(
        .text(
          "Estimates miss Yosys on single stages by \(Figure.percent(error.luts)) of the LUTs, "
            + "\(Figure.percent(error.registers)) of the flip-flops, \(Figure.percent(error.multipliers)) of the DSPs and "
            + "\(Figure.percent(error.blocks)) of the blocks of memory on average."))
    }
    blocks += syntheses.compactMap { synthesis in synthesis.target.device.map { .table(table(synthesis, $0)) } }
    return blocks + lacking(.synthesis)
  }

  private func table(_ synthesis: SynthesiseReport, _ device: Device) -> Sheet {
    var sheet = Sheet(
      "On \(synthesis.target.rawValue), by \(synthesis.tools.joined(separator: ", "))", text: ["layer"],
      numbers: areaTitles(device, true))
    for layer in synthesis.layers + [synthesis.total] {
      sheet.add([Sheet.Cell(layer.name)] + areaCells([layer.area, layer.estimate]))
    }
    return sheet
  }

  /// Clock, rate and what limits them.
  var timingBlocks: [Document.Block] {
    var sheet = Sheet(
      "Clocks after placing and routing, or in gates", text: ["target"],
      numbers: ["clock, MHz", "longest path, ns", "in wires, ns", "inferences a second", "latency, us"])
    let timed = syntheses.filter { $0.clock != nil }
    for synthesis in timed {
      let figures = [
        synthesis.clock, synthesis.criticalPath?.delay, synthesis.criticalPath?.routing, synthesis.framesPerSecond,
        synthesis.latencyMicroseconds,
      ]
      sheet.add([synthesis.target.rawValue] + figures.map { $0.map(Figure.short) ?? "-" })
    }
    let paths = timed.compactMap { synthesis in
      synthesis.criticalPath.map { path in
        Document.Block.text(
          "On \(synthesis.target.rawValue) the longest path goes from `\(path.from)` to `\(path.to)`, through "
            + "\(Figure.count(path.cells)) cells" + (synthesis.criticalLayer.map { ", and ends in `\($0)`." } ?? "."))
      }
    }
    return (timed.isEmpty ? [] : [.table(sheet)]) + paths + lacking(.timing)
  }
}
