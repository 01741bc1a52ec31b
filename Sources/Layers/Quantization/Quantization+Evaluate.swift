internal import Arithmetic
package import Support

extension Quantization {
  package func evaluate(_ inputs: [[Float]], shapes: [Shape], output: Shape, batch: Int) -> [Float] {
    rounded(inputs.first ?? [])
  }
}
