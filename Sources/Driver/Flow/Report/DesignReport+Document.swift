import Emit
import Pages
import Support
import Synthesis
import Verify

extension DesignReport {
  /// The pages, with their drawings by name.
  func document(_ drawings: [String: Drawing]) -> Document {
    func drawn(_ names: [String]) -> [Document.Block] {
      let found = names.compactMap { drawings[$0] }
      return found.isEmpty ? [] : [.drawings(found)]
    }
    let histograms = drawings.keys.filter { $0.hasPrefix("values-") }.sorted { a, b in
      (a.count, a) < (b.count, b)
    }
    return Document(
      title: "\(name): \(backend == "hls" ? "C++ for synthesis" : "Verilog") by Mantissa", lead: lead,
      sections: [
        Document.Section("Network", networkBlocks + drawn(["network"])),
        Document.Section("Layers", layerBlocks),
        Document.Section(
          "Cycles and area", costBlocks + drawn(["cycles", "memory"] + AreaPart.allCases.map(\.rawValue))),
        Document.Section("Accuracy", accuracyBlocks),
        Document.Section("Error of each layer", noiseBlocks + drawn(["noise"])),
        Document.Section("Values of each layer", valueBlocks + drawn(histograms)),
        Document.Section("Verification", verificationBlocks),
        Document.Section("Timing", timingBlocks),
        Document.Section("FIFOs", queueBlocks),
      ])
  }

  /// What is altered, and the figures that matter most.
  private var lead: [Document.Block] {
    var facts = Sheet("Design \(design.prefix(16)) in \(folder)", text: ["Figure", "Value"])
    facts.add(["takes", "\(input.shape) of \(input.format)"])
    if let last = layers.first(where: { $0.name == output }) {
      facts.add(["gives", "\(last.shape) of \(last.format)"])
    }
    facts.add(["cycles a frame", Figure.count(cyclesPerFrame)])
    if let latencyCycles { facts.add(["latency", "\(Figure.count(latencyCycles)) cycles"]) }
    facts.add(["bits of memory", Figure.count(memoryBits)])
    if let accuracy {
      facts.add(["top-1, golden model", Figure.percent(accuracy.top1Golden)])
      facts.add(["top-1, float network", Figure.percent(accuracy.top1Float)])
    }
    if let timed = syntheses.first(where: { $0.clock != nil }), let clock = timed.clock {
      facts.add(["clock on \(timed.target.rawValue)", "\(Figure.short(clock)) MHz"])
    }
    facts.add(["verified", verdict])
    let altered = alteredFiles.map { Document.Block.warning("The file '\($0)' is not as it was compiled.") }
    return altered + [.table(facts)] + notes.map { .warning($0) }
  }

  private var verdict: String {
    let failed = verifications.count { !$0.passed }
    if verifications.isEmpty { return "not yet" }
    return failed == 0
      ? "\(Figure.count(verifications.map(\.wordsCompared).max() ?? 0)) words, all equal" : "\(failed) runs FAILED"
  }

  private var networkBlocks: [Document.Block] {
    [.text("Boxes are layers. Beside the arrows stand the format of the codes and rows x columns x channels.")]
  }

  /// The network as a graph.
  var graph: GraphDrawing {
    let all = [input] + layers
    let places = Dictionary(all.enumerated().map { ($1.name, $0) }) { first, _ in first }
    let nodes = all.map { layer in
      let weights = layer.weightFormat.map { ["weights \($0)"] } ?? []
      return GraphDrawing.Node([layer.name, layer.kind] + weights, layer.weightFormat == nil ? .faint : .first)
    }
    var edges = layers.enumerated().flatMap { place, layer in
      layer.inputs.compactMap { name -> GraphDrawing.Edge? in
        guard let from = places[name] else { return nil }
        return GraphDrawing.Edge(from: from, to: place + 1, [all[from].format, "\(all[from].shape)"])
      }
    }
    if let from = places[output] {
      edges.append(GraphDrawing.Edge(from: from, to: all.count, [all[from].format, "\(all[from].shape)"]))
    }
    let words = layers.map { "\($0.name) (\($0.kind)) reads \($0.inputs.joined(separator: ", "))" }
    return GraphDrawing(
      PlotHeading(name: "network", title: "The network's layers", summary: words.joined(separator: "; ")),
      nodes: nodes + [GraphDrawing.Node(["output"], .faint)], edges: edges)
  }

  private var queueBlocks: [Document.Block] {
    guard !queues.isEmpty else { return [.text("No layer forks or joins, so that there are no FIFOs between them.")] }
    var sheet = Sheet(
      "FIFOs between forks and joins", text: ["FIFO", "layer"], numbers: ["words", "bits a word"],
      last: ["no shallower, because"])
    for queue in queues {
      sheet.add([queue.name, queue.layer, Figure.count(queue.depth), Figure.count(queue.wordBits), queue.reason])
    }
    return [.table(sheet)]
  }
}
