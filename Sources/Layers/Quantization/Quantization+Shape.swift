package import Arithmetic
import NetworkIR
package import Support

extension Quantization: NetworkOperation {
  package static let kind = "quantization"

  package func outputShape(of inputs: [Shape]) throws(Failure) -> Shape {
    try check()
    return try onlyShape(inputs, kind: Self.kind)
  }

  /// Throws where the numbers are none that a format holds.
  package func check() throws(Failure) {
    for (name, value) in [("scale", divisor), ("step", step)] where !(value > 0 && value.isFinite) {
      throw Failure(at: Self.kind, "its \(name) is \(value); a positive finite number is expected")
    }
    switch grid {
    case .integers(let lowest, let highest):
      let widest = (-(1 << 31))...((1 << 32) - 1)
      guard lowest <= 0, highest >= 0, lowest < highest, widest.contains(lowest), widest.contains(highest),
        lowest >= 0 || highest < 1 << 31
      else {
        throw Failure(at: Self.kind, "its integers are \(lowest) to \(highest); 32 bits around 0 are supported")
      }
      guard (lowest...highest).contains(zeroPoint) else {
        throw Failure(
          at: Self.kind, "its zero point is \(zeroPoint); a number from \(lowest) to \(highest) is supported")
      }
    case .signs: break
    case .floats(let exponentWidth, let fractionWidth, let largest):
      guard (2...8).contains(exponentWidth), (0...23).contains(fractionWidth), largest > 0 else {
        throw Failure(
          at: Self.kind,
          "its floats have \(exponentWidth) exponent and \(fractionWidth) fraction bits; 2 to 8 and 0 to 23 are supported"
        )
      }
    }
  }
}
