internal import Arithmetic
package import Support

/// What a text form may say and no tensor can be; `verify` asks before anything is computed.
extension TensorType {
  /// Throws unless the shape is one that can be held, and scale and zero point are numbers of a tensor's size.
  package func check() throws(Failure) {
    guard shape.height > 0, shape.width > 0, shape.channels > 0,
      elementCount(of: [shape.height, shape.width, shape.channels]) != nil
    else { throw Failure(at: "type", "a tensor of \(shape); 1 to \(largestElementCount) elements are supported") }
    guard scale.isNormal, scale > 0, scale.exponent.magnitude < 1000 else {
      throw Failure(at: "type", "a scale of \(scale); a positive number is expected")
    }
    guard zeroPoint.magnitude <= 1 << 33 else {
      throw Failure(at: "type", "a zero point of \(zeroPoint); 33 bits are supported")
    }
  }
}

extension Format {
  /// Throws unless both codes have values, the first no greater one.
  package func checkBounds(_ lowest: UInt32, _ highest: UInt32, of place: String) throws(Failure) {
    let fit = [lowest, highest].allSatisfy { $0 & ~number.codeMask == 0 && number.hasValue($0) }
    guard fit, number.order(of: lowest) <= number.order(of: highest) else {
      throw Failure(at: place, "its bounds \(lowest) and \(highest) are no ascending codes of \(self)")
    }
  }
}

extension Affine {
  /// Bits of the widest offset, and the largest exponent in magnitude.
  private static let widest = 1 << 13

  /// Throws unless multipliers, offsets and the exponent have sizes that hardware can have.
  package func check(of place: String) throws(Failure) {
    guard (1...62).contains(multiplierWidth), multipliersFit else {
      throw Failure(
        at: place, "a multiplier has more than the affine's \(multiplierWidth) bits, or those are not 1 to 62")
    }
    guard max(offsetWidth, below?.borders.signedWidth ?? 0) <= Self.widest, exponent.magnitude <= Self.widest else {
      throw Failure(at: place, "an offset, border or the exponent of the affine has more than \(Self.widest) bits")
    }
  }

  /// Throws for operations whose affine is one line for all results.
  package func checkOneLine(of place: String) throws(Failure) {
    guard below == nil else { throw Failure(at: place, "its affine has a border; one line is expected") }
  }
}

extension SampleReader {
  /// Throws unless its steps fit a tensor of so many channels and all its numbers are finite.
  package func check(channels: Int) throws(Failure) {
    for step in steps {
      switch step {
      case .affine(let scale, let shift):
        guard [1, channels].contains(scale.count), [1, channels].contains(shift.count),
          (scale + shift).allSatisfy(\.isFinite)
        else { throw Failure(at: "sample reader", "a step has not one finite factor and summand a channel") }
      case .clip(let lower, let upper):
        guard lower <= upper else { throw Failure(at: "sample reader", "a clip has no ascending bounds") }
      }
    }
    try quantization.check()
  }
}
