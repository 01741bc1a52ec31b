internal import Arithmetic
internal import BigInt
internal import Support

/// The codes of affines of sums that are known within an error, as floats: both ends are encoded, and where they have one code,
/// so has the exact result between them, as encoders are monotonic. The others are left open.
///
/// Source: the rounding test of A. Ziv, ACM TOMS 17(3), 1991.
struct IntervalRound: Sendable {
  /// Sums as floats.
  struct Sums {
    /// They count units of 2^`unit` times the register's.
    var unit: Int
    /// Bits of their integers, where they are whole; see `RealSums.Weights` for the others.
    var width: Int?
    /// By output; empty where sums are exact.
    var errors: [Double] = []
    var constantError = 0.0
  }

  private struct Line {
    var multiplier: Double
    var offset: Double
  }

  /// A result is off by `share` of its product, and by `scaled * largest + constant`.
  private struct Error {
    var scaled: Double
    var constant: Double
    func total(_ largest: Double) -> Double { scaled * largest + constant }
  }

  private let lines: [Line]
  private let errors: [Error]
  private let below: [(border: Double, error: Error, line: Line)]
  /// 0 where results are exact.
  private let share: Double
  private let range: ClosedRange<Double>
  private let output: Format

  /// Nil where affines are not rounded to nearest even, bounds are not codes that encoders give, or numbers may leave the
  /// range of 64-bit floats.
  init?(_ linear: Linear, output: TensorType, sums: Sums) {
    let (affine, number) = (linear.affine, output.format.number)
    guard affine.rounding == .halfEven, let low = Self.bound(linear.lowest, number),
      let high = Self.bound(linear.highest, number), low <= high
    else { return nil }
    let isExact =
      sums.errors.isEmpty && affine.below == nil
      && sums.width.map { max($0 + affine.multiplierWidth, affine.offsetWidth) + 1 <= 53 } ?? false
    func line(_ multiplier: Int, _ offset: BigInt) -> Line? {
      guard let multiplier = Self.scaled(BigInt(multiplier), affine.exponent + sums.unit),
        let offset = Self.scaled(offset, affine.exponent)
      else { return nil }
      return Line(multiplier: multiplier, offset: offset)
    }
    func error(_ line: Line, _ place: Int) -> Error {
      let sum = sums.errors.isEmpty ? 0 : sums.errors[place % sums.errors.count]
      let factor = line.multiplier.magnitude
      return Error(
        scaled: factor * sum, constant: factor * sums.constantError + (isExact ? 0 : line.offset.magnitude * 0x1p-50))
    }
    let found = zip(affine.multipliers, affine.offsets).compactMap(line)
    guard found.count == affine.multipliers.count else { return nil }
    var errors = found.enumerated().map { error($1, $0) }
    var bends: [(border: Double, error: Error, line: Line)] = []
    if let below = affine.below {
      for place in below.borders.indices {
        // Past every sum, a border is as good as one there.
        let limit = BigInt(1) << max(0, 700 + sums.unit)
        guard let border = Self.scaled(min(max(below.borders[place], -limit), limit), -sums.unit, within: 800),
          let line = line(below.multipliers[place], below.offsets[place])
        else { return nil }
        let sum = error(Line(multiplier: 1, offset: 0), place)
        let isShort = below.borders[place].magnitude.bitWidth <= 53
        bends.append(
          (border, Error(scaled: sum.scaled, constant: sum.constant + (isShort ? 0 : border.magnitude * 0x1p-50)), line)
        )
        let other = error(line, place)
        errors[place] = Error(
          scaled: max(errors[place].scaled, other.scaled), constant: max(errors[place].constant, other.constant))
      }
    }
    self.lines = found
    self.errors = errors
    self.below = bends
    share = isExact ? 0 : 0x1p-50
    range = low...high
    self.output = output.format
  }

  /// A bound as a number, nil where encoding that gives another code.
  private static func bound(_ code: UInt32, _ number: any NumberFormat) -> Double? {
    number.double(of: code).flatMap { number.encode($0) == code ? $0 : nil }
  }

  /// `integer * 2^exponent`, within 2^-53 of it; nil where products with it might leave the range of floats.
  private static func scaled(_ integer: BigInt, _ exponent: Int, within limit: Int = 380) -> Double? {
    if integer == 0 { return 0 }
    let (top, dropped) = integer.roundedToOdd(bits: 120)
    let significand = Double(top)
    let place = exponent + dropped
    guard (-limit...limit).contains(Int(significand.exponent) + place) else { return nil }
    return Double(sign: .plus, exponent: place, significand: significand)
  }

  /// The codes of rows of one sum a line, and the places of those that are left open, whose codes say nothing.
  func codes(_ sums: [Double], largest: Double) -> (codes: [UInt32], open: [Int]) {
    var open: [Int] = []
    let errors = errors.map { $0.total(largest) }
    // Some rows at a time, whose ends stay in the nearest caches.
    let part = max(1, 2048 / lines.count) * lines.count
    var high = [UInt32](repeating: 0, count: share == 0 ? 0 : part)
    let codes = [UInt32](unsafeUninitializedCapacity: sums.count) { codes, used in
      used = sums.count
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * part) { ends in
        for start in stride(from: 0, to: sums.count, by: part) {
          let count = min(part, sums.count - start)
          let (low, top) = (
            UnsafeMutableBufferPointer(rebasing: ends[..<count]),
            UnsafeMutableBufferPointer(rebasing: ends[part..<part + count])
          )
          sums.withUnsafeBufferPointer { sums in
            let sums = UnsafeBufferPointer(rebasing: sums[start..<start + count])
            if below.isEmpty { set(low, top, sums, errors) } else { setBent(low, top, sums, errors, largest) }
          }
          let found = UnsafeMutableBufferPointer(rebasing: codes[start..<start + count])
          output.number.encode(UnsafeBufferPointer(low), into: found)
          guard share != 0 else { continue }
          high.withUnsafeMutableBufferPointer { high in
            output.number.encode(UnsafeBufferPointer(top), into: high)
            for index in 0..<count where found[index] != high[index] { open.append(start + index) }
          }
        }
      }
    }
    return (codes, open)
  }

  /// The ends between which results lie; the whole range where a sum is no number.
  private func set(
    _ low: UnsafeMutableBufferPointer<Double>, _ high: UnsafeMutableBufferPointer<Double>,
    _ sums: UnsafeBufferPointer<Double>, _ errors: [Double]
  ) {
    let (least, most) = (range.lowerBound, range.upperBound)
    lines.withUnsafeBufferPointer { lines in
      errors.withUnsafeBufferPointer { errors in
        for start in stride(from: 0, to: sums.count, by: lines.count) {
          for channel in lines.indices {
            let product = sums[start + channel] * lines[channel].multiplier
            let result = product + lines[channel].offset
            let error = product.magnitude * share + errors[channel]
            let isNumber = error < .infinity
            low[start + channel] = isNumber ? min(max(result - error, least), most) : least
            high[start + channel] = isNumber ? min(max(result + error, least), most) : most
          }
        }
      }
    }
  }

  /// The same with two lines.
  private func setBent(
    _ low: UnsafeMutableBufferPointer<Double>, _ high: UnsafeMutableBufferPointer<Double>,
    _ sums: UnsafeBufferPointer<Double>, _ errors: [Double], _ largest: Double
  ) {
    let borders = below.map { $0.error.total(largest) }
    for place in sums.indices {
      let (sum, channel) = (sums[place], place % lines.count)
      let line = sum < below[channel].border ? below[channel].line : lines[channel]
      let product = sum * line.multiplier
      let error = product.magnitude * share + errors[channel]
      let isKnown = error < .infinity && (sum - below[channel].border).magnitude >= borders[channel]
      let result = product + line.offset
      low[place] = isKnown ? min(max(result - error, range.lowerBound), range.upperBound) : range.lowerBound
      high[place] = isKnown ? min(max(result + error, range.lowerBound), range.upperBound) : range.upperBound
    }
  }
}
