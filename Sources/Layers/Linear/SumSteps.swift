/// The codes of one output channel as the model states them: a monotonic step function of the exact sum.
///
/// Sums are those of weight codes with (activation - zero point).
struct SumSteps {
  /// The sums that the weights can make.
  var range: ClosedRange<Int>
  /// Levels (the integers that codes stand for) per unit of the sum; its sign is the direction of the steps.
  var slope: Double
  /// The level before it is rounded at sum 0.
  var start: Double
  /// Levels that sums reach in so many steps are counted one by one.
  var most = 1 << 12
  /// The level of a sum, clamped.
  var level: (Int) -> Int

  func isCountable(lowest: Int, highest: Int) -> Bool { min(highest - lowest, range.count) <= most }

  /// One bound on an affine's result: at `sum`, it must be rounded to `level` or more, or to less than `level`.
  struct Bound {
    var sum: Int
    var level: Int
    var isLower: Bool
  }

  /// The bounds that make an affine of the same direction equal at every sum; levels past `lowest...highest` are clamped.
  func bounds(lowest: Int, highest: Int) -> [Bound] {
    let isRising = slope >= 0
    let (first, last) = isRising ? (range.lowerBound, range.upperBound) : (range.upperBound, range.lowerBound)
    let step = isRising ? 1 : -1
    let (least, most) = (level(first), level(last))
    var result: [Bound] = []
    if least > lowest { result.append(Bound(sum: first, level: least, isLower: true)) }
    if most < highest { result.append(Bound(sum: last, level: most + 1, isLower: false)) }
    var reached = first
    while reached != last, level(reached) < most {
      // The first sum, in the steps' direction, whose level is above the one reached.
      let now = level(reached)
      var (below, above) = (reached, last)
      var stride = 1
      while true {
        let next = below + step * stride
        let isPast = isRising ? next >= last : next <= last
        if isPast || level(next) > now {
          if !isPast { above = next }
          break
        }
        below = next
        stride *= 2
      }
      while above - below != step {
        let middle = below + (above - below) / 2
        if level(middle) > now { above = middle } else { below = middle }
      }
      // The levels between follow, because affines are monotonic too.
      result.append(Bound(sum: above, level: level(above), isLower: true))
      result.append(Bound(sum: below, level: now + 1, isLower: false))
      reached = above
    }
    return result
  }
}
