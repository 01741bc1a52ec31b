internal import BigInt
internal import Support

/// A function that is the identity from 0 up and has another slope below: LeakyRelu, PRelu, the absolute value.
package struct Bend: Hashable, Sendable {
  /// One, or one a channel.
  package var slopes: [Float]

  package init(slopes: [Float]) { self.slopes = slopes }

  /// As the model computes it.
  func value(_ x: Float, channel: Int) -> Float { x > 0 ? x : slopes[cyclic: channel] * x }
  func value(_ x: Double, channel: Int) -> Double { x > 0 ? x : Double(slopes[cyclic: channel]) * x }

  /// The function of a line over sums: a line on each side of a border.
  func sides(of line: Line, channel: Int) -> Sides {
    let slope = Double(slopes[cyclic: channel])
    let bent = Line(slope: line.slope * slope, start: line.start * slope)
    if line.slope == 0 {
      let only = line.start >= 0 ? line : bent
      return Sides(above: only, below: only, border: 0)
    }
    let zero = -line.start / line.slope
    return line.slope > 0
      ? Sides(above: line, below: bent, border: zero.rounded(.up))
      : Sides(above: bent, below: line, border: zero.rounded(.down) + 1)
  }

  /// `border` is the least sum that is not below.
  struct Sides {
    var above: Line
    var below: Line
    var border: Double
  }
}
