import Arithmetic
import Emit
import QuantizedIR
import Schedule
import Support
import Synthesis

extension DesignReport {
  /// What the folder alone tells.
  init(_ design: DesignFolder, _ options: ReportOptions) throws(Failure) {
    let (manifest, network) = (design.manifest, design.network)
    let kept = KeptResults(folder: design.path, manifest: manifest)
    let syntheses = try kept.syntheses()
    let device = syntheses.lazy.compactMap(\.target.device).first ?? options.target
    (self.syntheses, self.device, verifications) = (syntheses, device, try kept.verifications())
    (name, folder, self.design, top) = (network.name, design.path, manifest.hash, manifest.top)
    backend = manifest.backend?.rawValue ?? "verilog"
    (cyclesPerFrame, memoryBits) = (manifest.cyclesPerFrame, manifest.memoryBits)
    queues = manifest.queues ?? []
    alteredFiles = manifest.alteredFiles(in: design.path)
    output = network.output
    input = Layer(
      name: network.inputName, kind: "input", inputs: [], shape: network.input.shape,
      format: network.input.format.description, weightBits: 0)
    layers = []
    latencyCycles = manifest.latencyCycles
    var areas: [String: Area] = [:]
    if manifest.backend == nil {
      do throws(Failure) {
        let estimates = try design.estimates(on: device)
        areas = estimates.areas
        estimateError = estimates.error
      } catch { notes.append("there are no estimates: \(error)".shownMessage) }
    }
    let built = Dictionary(manifest.layers.map { ($0.name, $0) }) { first, _ in first }
    let folds = design.folds
    layers = network.nodes.map { node in
      let (linear, layer) = (node.operation.linear, built[node.name])
      let weighted = linear.flatMap { $0.unitWeights ? nil : $0 }
      return Layer(
        name: node.name, kind: linear?.kindText(node.type.shape) ?? node.operation.kind.rawValue, inputs: node.inputs,
        shape: node.type.shape, format: node.type.format.description, weightFormat: weighted?.weightFormat.description,
        multiplier: weighted?.multiplier.description, pe: folds[node.name]?.pe, simd: folds[node.name]?.simd,
        cycles: layer?.cyclesPerFrame, memoryBits: layer?.memoryBits, weightBits: linear?.weightBits ?? 0,
        estimate: areas[node.name])
    }
  }
}

extension Linear {
  /// What users call the sum of products.
  ///
  /// - Parameter output: of the result.
  fileprivate func kindText(_ output: Shape) -> String {
    if unitWeights { return terms == 1 ? "affine" : "average" }
    if isDepthwise { return "depthwise convolution" }
    return output.pixels == 1 && groups == 1 ? "dense" : "convolution"
  }
}
