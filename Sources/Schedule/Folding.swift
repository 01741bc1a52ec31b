package import QuantizedIR
package import Support

/// What the user says of folding.
package struct FoldingRequest: Sendable {
  /// By layer name.
  package var folds: [String: Fold]
  /// The fold of every layer without one of its own; nil chooses one for each.
  package var otherwise: Fold?
  /// Cycles a frame that every layer without a fold of its own must not exceed.
  package var targetCycles: Int?

  /// Folds by layer, one for the others, and the cycles that are aimed at.
  package init(folds: [String: Fold] = [:], otherwise: Fold? = nil, targetCycles: Int? = nil) {
    self.folds = folds
    self.otherwise = otherwise
    self.targetCycles = targetCycles
  }
}

extension QuantizedNetwork {
  /// A fold for every node: the requested one, or the cheapest that reaches the target, or the smallest hardware.
  package func folds(_ request: FoldingRequest) throws(Failure) -> [String: Fold] {
    let types = self.types
    var problems: [Diagnostic] = []
    var result: [String: Fold] = [:]
    for node in nodes {
      let inputs = node.inputs.compactMap { types[$0] }
      let work = Workload(node.operation, inputs: inputs, output: node.type)
      do throws(Failure) {
        if let fold = request.folds[node.name] {
          result[node.name] = try work.checked(fold, layer: node.name)
        } else if let fold = request.otherwise {
          result[node.name] = try work.checked(
            fold, layer: node.name, notes: ["it is the plan's default; give this layer a fold of its own"])
        } else {
          result[node.name] = try work.smallest(
            target: request.targetCycles ?? .max, elements: inputs[0].shape.count, layer: node.name)
        }
      } catch { problems += error.diagnostics }
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
    return result
  }
}

extension Workload {
  fileprivate func checked(_ fold: Fold, layer: String, notes: [String] = []) throws(Failure) -> Fold {
    var fold = fold
    if case .channels = self { fold = Fold(pe: max(fold.pe, fold.simd), simd: max(fold.pe, fold.simd)) }
    if folds.contains(fold) { return fold }
    throw Failure(
      at: "layer '\(layer)'", "fold pe \(fold.pe), simd \(fold.simd) does not divide the layer; \(choices)",
      notes: notes)
  }

  private var choices: String {
    switch self {
    case .matrix(_, _, _, let inputs, let outputs):
      "pe divides \(outputs) output channels and simd divides \(inputs) input channels"
    case .channels(_, _, let channels): "pe divides \(channels) channels"
    }
  }

  /// The cheapest fold within `target` cycles; each of the `elements` must also enter in time.
  fileprivate func smallest(target: Int, elements: Int, layer: String) throws(Failure) -> Fold {
    let reaching = folds.filter { max(cycles($0), elements / $0.simd) <= target }
    // Of equals the one with more SIMD: fewer results to scale and round.
    let best = reaching.min { (cost($0), $1.simd) < (cost($1), $0.simd) }
    if let best { return best }
    let least = folds.map { max(cycles($0), elements / $0.simd) }.min() ?? 0
    throw Failure(
      at: "layer '\(layer)'", "takes at least \(least) cycles a frame; the target is \(target)",
      notes: ["ask for at least \(least) cycles"])
  }
}
