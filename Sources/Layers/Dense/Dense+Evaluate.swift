import Kernels
package import Support

extension Dense {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    guard let input = inputs.first else { return [] }
    let (outputs, count) = (weights.shape[0], weights.shape[1])
    var result = [Float](repeating: 0, count: batch * outputs)
    result.withUnsafeMutableBufferPointer { result in
      input.withUnsafeBufferPointer { input in
        weights.values.withUnsafeBufferPointer { weights in
          guard let a = input.baseAddress, let b = weights.baseAddress, let c = result.baseAddress else { return }
          Float.multiply(rows: batch, columns: outputs, inner: count, a, stride: count, b, into: c, stride: outputs)
        }
      }
    }
    guard let bias else { return result }
    for row in 0..<batch {
      for index in 0..<outputs { result[row * outputs + index] += bias[index] }
    }
    return result
  }
}
