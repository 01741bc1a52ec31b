import Kernels
import Support

extension Convolution: TrainableOperation {
  package var parameters: [[Float]] {
    get { [weights.values] + (bias.map { [$0] } ?? []) }
    set {
      if let first = newValue.first { weights.values = first }
      if bias != nil, newValue.count > 1 { bias = newValue[1] }
    }
  }

  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let input = pass.inputs.first, let shape = pass.shapes.first else { return OperationGradients(inputs: []) }
    let form = ConvolutionShape(geometry: geometry, input: shape, groups: groups, outputs: pass.output.channels)
    let found = form.gradients(
      input, batch: pass.batch, weights: weights.values, gradient: pass.gradient, wantsInputs: pass.wantsInputs)
    let db = bias.map { [columnSums(pass.gradient, count: $0.count)] } ?? []
    return OperationGradients(inputs: [found.inputs], parameters: [found.weights] + db)
  }
}
