import Kernels
import Support

extension Dense: TrainableOperation {
  package var parameters: [[Float]] {
    get { [weights.values] + (bias.map { [$0] } ?? []) }
    set {
      if let first = newValue.first { weights.values = first }
      if bias != nil, newValue.count > 1 { bias = newValue[1] }
    }
  }

  package func gradients(_ pass: BackwardPass) -> OperationGradients {
    let (outputs, count) = (weights.shape[0], weights.shape[1])
    let input = pass.inputs.first ?? []
    var dx = [Float](repeating: 0, count: pass.wantsInputs ? input.count : 0)
    var dw = [Float](repeating: 0, count: weights.values.count)
    pass.gradient.withUnsafeBufferPointer { dy in
      guard let dy = dy.baseAddress else { return }
      input.withUnsafeBufferPointer { x in
        dw.withUnsafeMutableBufferPointer { dw in
          guard let x = x.baseAddress, let dw = dw.baseAddress else { return }
          MatrixProduct.addTransposed(
            rows: outputs, columns: count, inner: pass.batch, dy, stride: outputs, x, stride: count, into: dw,
            stride: count)
        }
      }
      guard pass.wantsInputs else { return }
      weights.values.withUnsafeBufferPointer { w in
        dx.withUnsafeMutableBufferPointer { dx in
          guard let w = w.baseAddress, let dx = dx.baseAddress else { return }
          MatrixProduct.plain(
            rows: pass.batch, columns: count, inner: outputs, dy, stride: outputs, w, stride: count, into: dx,
            stride: count)
        }
      }
    }
    let db = bias.map { [columnSums(pass.gradient, count: $0.count)] } ?? []
    return OperationGradients(inputs: [dx], parameters: [dw] + db)
  }
}
