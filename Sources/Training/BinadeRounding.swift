internal import Arithmetic
internal import Support

/// Rounds to formats whose values lie evenly between most powers of two, as those of floats and posits do.
///
/// Adding `1.5 * 2^52` units to a double and taking it away again leaves the nearest multiple of the unit, of two the even one.
/// That a format's encoder does the same is asked of it for each binade: all values are looked at, and its ties are tried.
struct BinadeRounding: Sendable {
  /// By a double's biased exponent: 1.5 * 2^52 units of its binade, or 0 where the encoder has to be asked.
  private let shifts: [Double]

  /// Nil where no binade is even.
  init?(_ number: any NumberFormat) {
    var binades: [Int: [Double]] = [:]
    var values: Set<Double> = []
    for code in 0...number.codeMask where number.hasValue(code) {
      guard let value = number.value(of: code)?.double, value > 0, values.insert(value).inserted else { continue }
      binades[Int(value.exponent), default: []].append(value)
    }
    var shifts = [Double](repeating: 0, count: 2048)
    for (exponent, found) in binades {
      let start = Double(sign: .plus, exponent: exponent, significand: 1)
      let unit = start / Double(found.count)
      guard found.count > 1, found.count & (found.count - 1) == 0, values.contains(2 * start),
        (0..<found.count).allSatisfy({ values.contains(start + Double($0) * unit) })
      else { continue }
      let shift = 0x1.8p52 * unit
      let ties = [0, found.count - 2, found.count - 1].map { start + (Double($0) + 0.5) * unit }
      let probes = ties.flatMap { [$0.nextDown, $0, $0.nextUp] }.flatMap { [$0, -$0] }
      guard probes.allSatisfy({ number.value(of: number.encode($0))?.double == ($0 + shift) - shift }) else { continue }
      shifts[exponent + 1023] = shift
    }
    guard shifts.contains(where: { $0 > 0 }) else { return nil }
    self.shifts = shifts
  }

  /// `scale` times the rounded quotients by it; `encoder` rounds reals that no even binade has.
  func values(_ reals: [Float], scale: Double, encoder: ([Float]) -> [Float]) -> [Float] {
    var places: [Int] = []
    var result = [Float](unsafeUninitializedCapacity: reals.count) { result, used in
      used = reals.count
      guard let out = result.baseAddress else { return }
      shifts.withUnsafeBufferPointer { shifts in
        reals.withUnsafeBufferPointer { reals in
          for place in reals.indices {
            let quotient = Double(reals[place]) / scale
            let shift = shifts[Int(quotient.bitPattern >> 52 & 0x7FF)]
            out[place] = Float(((quotient + shift) - shift) * scale)
            if shift == 0, quotient != 0 { places.append(place) }
          }
        }
      }
    }
    for (place, value) in zip(places, encoder(places.map { reals[$0] })) { result[place] = value }
    return result
  }
}
