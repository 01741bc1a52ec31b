package import Arithmetic
import NetworkIR
package import Support

extension Quantization: NetworkOperation {
  package static let kind = "quantization"

  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    try check()
    return try onlyShape(inputs, kind: Self.kind)
  }
}
