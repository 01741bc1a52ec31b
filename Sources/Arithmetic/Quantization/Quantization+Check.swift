package import Support

extension Quantization {
  /// Throws where its numbers are none of a quantizer, or its levels none that a format of 32 bits holds.
  package func check() throws(Failure) {
    let place = "quantization"
    for (name, value) in [("scale", divisor), ("step", step)] where !(value > 0 && value.isFinite) {
      throw Failure(at: place, "its \(name) is \(value); a positive finite number is expected")
    }
    guard offset.isFinite, (0...64).contains(shift ?? 0) else {
      throw Failure(at: place, "its offset is \(offset), its shift \(shift ?? 0); finite and 0 to 64 are expected")
    }
    switch grid {
    case .integers(let lowest, let highest):
      let widest = (-(1 << 31))...((1 << 32) - 1)
      guard lowest <= 0, highest >= 0, lowest < highest, widest.contains(lowest), widest.contains(highest),
        lowest >= 0 || highest < 1 << 31
      else {
        throw Failure(at: place, "its integers are \(lowest) to \(highest); 32 bits around 0 are supported")
      }
      guard (lowest...highest).contains(zeroPoint) else {
        throw Failure(
          at: place, "its zero point is \(zeroPoint); a number from \(lowest) to \(highest) is supported")
      }
    case .signs: break
    case .floats(let exponentWidth, let fractionWidth, let largest):
      guard (2...8).contains(exponentWidth), (0...23).contains(fractionWidth), largest.isFinite, largest > 0
      else {
        throw Failure(
          at: place,
          "its floats have \(exponentWidth) exponent and \(fractionWidth) fraction bits; 2 to 8 and 0 to 23 are supported"
        )
      }
    }
  }
}
