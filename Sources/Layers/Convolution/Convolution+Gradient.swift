import Kernels
package import Support

extension Convolution: TrainableOperation {
  package var parameters: [[Float]] {
    get { [weights.values] + (bias.map { [$0] } ?? []) }
    set {
      if let first = newValue.first { weights.values = first }
      if bias != nil, newValue.count > 1 { bias = newValue[1] }
    }
  }

  package func forward(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first, let shape = shapes.first, let library = library(shape, output, batch) else {
      return evaluate(inputs, shapes: shapes, output: output, batch: batch)
    }
    return biased(library.outputs(input, weights: weights.values), pixels: batch * output.pixels)
  }

  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    guard let input = pass.inputs.first, let shape = pass.shapes.first,
      let library = library(shape, pass.output, pass.batch)
    else { return OperationGradients(inputs: [], parameters: [weights.values.map { _ in .nan }]) }
    let dw = library.weightGradient(input, pass.gradient)
    let db = bias.map { [columnSums(pass.gradient, count: $0.count)] } ?? []
    let dx = pass.wantsInputs ? library.inputGradient(pass.gradient, weights: weights.values) : []
    return OperationGradients(inputs: [dx], parameters: [dw] + db)
  }

  private func library(_ input: Shape, _ output: Shape, _ batch: Int) -> LibraryConvolution? {
    LibraryConvolution(
      ConvolutionShape(geometry: geometry, input: input, groups: groups, outputs: output.channels), batch: batch)
  }
}
