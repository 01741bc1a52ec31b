internal import Kernels
internal import Support

/// Windows over each channel alone: maximum and mean, and where gradients go back to.
struct RoundedWindows: Sendable {
  private let input: Shape
  private let output: Shape
  private let taps: Int
  /// For each pixel that is made and each tap, the pixel that is read; -1 off the edge.
  private let places: [Int32]

  init(_ geometry: Geometry, input: Shape, output: Shape) {
    (self.input, self.output, taps) = (input, output, geometry.taps)
    places = Patches(geometry: geometry, input: input).places.map { Int32($0) }
  }

  /// The largest elements, and the places in the part that they are from; of equals the first.
  func largest(_ x: [Double], count: Int) -> (values: [Double], places: [Int32]) {
    var values = [Double](repeating: -.infinity, count: count * output.count)
    var sources = [Int32](repeating: -1, count: values.count)
    forEachTap(count) { to, from in
      for channel in 0..<output.channels where sources[to + channel] < 0 || x[from + channel] > values[to + channel] {
        (values[to + channel], sources[to + channel]) = (x[from + channel], Int32(from + channel))
      }
    }
    return (values, sources)
  }

  /// The exact sums divided by their divisors, rounded once.
  func means(_ x: [Double], count: Int, _ divisors: [Double], _ rounding: NumberRounding) -> [Double] {
    var sums = [Double](repeating: 0, count: count * output.count)
    var magnitudes = sums
    forEachTap(count) { to, from in
      for channel in 0..<output.channels {
        sums[to + channel] += x[from + channel]
        magnitudes[to + channel] += x[from + channel].magnitude
      }
    }
    for place in sums.indices {
      let divisor = divisors[place / output.channels % divisors.count]
      sums[place] = rounding.quotient(sums[place], divisor, terms: taps, magnitude: magnitudes[place]) {
        let (tensor, own) = place.quotientAndRemainder(dividingBy: output.count)
        let (pixel, channel) = own.quotientAndRemainder(dividingBy: output.channels)
        return ExactQuotient(
          sum: places[pixel * taps..<(pixel + 1) * taps].filter { $0 >= 0 }.map {
            x[(tensor * input.pixels + Int($0)) * input.channels + channel]
          })
      }
    }
    return sums
  }

  /// The gradient of the elements of means: what goes to each window's elements, and what an element of several windows
  /// adds up, are rounded.
  func meanGradient(_ dy: [Double], count: Int, _ divisors: [Double], _ rounding: NumberRounding) -> [Double] {
    let shares = dy.indices.map { rounding.quotient(dy[$0], divisors[$0 / output.channels % divisors.count]) }
    var sums = ScatteredSums(count: count * input.count)
    forEachTap(count) { to, from in
      for channel in 0..<output.channels { sums.add(shares[to + channel], to: from + channel) }
    }
    return sums.rounded(rounding)
  }

  private func forEachTap(_ count: Int, _ body: (_ to: Int, _ from: Int) -> Void) {
    for tensor in 0..<count {
      for pixel in 0..<output.pixels {
        for place in places[pixel * taps..<(pixel + 1) * taps] where place >= 0 {
          body(
            (tensor * output.pixels + pixel) * output.channels, (tensor * input.pixels + Int(place)) * input.channels)
        }
      }
    }
  }
}

/// Values that come to places, several to some: exact sums, rounded once.
struct ScatteredSums {
  private var sums: [Double]
  private var magnitudes: [Double]
  private var counts: [Int32]
  private var terms: [(value: Double, place: Int)] = []

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    (magnitudes, counts) = (sums, [Int32](repeating: 0, count: count))
  }

  mutating func add(_ value: Double, to place: Int) {
    sums[place] += value
    magnitudes[place] += value.magnitude
    counts[place] += 1
    terms.append((value, place))
  }

  func rounded(_ rounding: NumberRounding) -> [Double] {
    guard counts.contains(where: { $0 > 1 }) else { return sums }
    return sums.indices.map { place in
      guard counts[place] > 1 else { return sums[place] }
      return rounding.quotient(sums[place], 1, terms: Int(counts[place]), magnitude: magnitudes[place]) {
        ExactQuotient(sum: terms.filter { $0.place == place }.map(\.value))
      }
    }
  }
}
