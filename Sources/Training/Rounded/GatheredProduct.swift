internal import Kernels

/// Products of what lies under windows with a matrix, group by group: a dense layer, a convolution, and the gradients of
/// their inputs. Each result is one exact sum, rounded once.
struct GatheredProduct: Sendable {
  /// Pixels of a tensor that is read, and of one that is made.
  var pixels: (from: Int, to: Int)
  /// Parts into which channels are divided, each multiplied alone.
  var groups: Int
  /// Channels of a group that are read and made.
  var channels: (from: Int, to: Int)
  /// For each pixel that is made and each tap, the pixel that is read; -1 for zeros.
  var places: [Int32]

  /// Rows of a matrix with their norms: one a channel that is made, `terms` elements each.
  struct Matrix: Sendable {
    let values: [Double]
    let norms: [Double]

    init(_ values: [Double], terms: Int) {
      self.values = values
      norms = stride(from: 0, to: values.count, by: terms).map { start in
        values[start..<start + terms].reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    }
  }

  var taps: Int { places.count / pixels.to }
  var terms: Int { taps * channels.from }
  /// Windows are the tensor's own rows.
  private var isPlain: Bool { groups == 1 && taps == 1 && places.elementsEqual(0..<Int32(pixels.from)) }

  /// Calls `body` with some tensors' windows at a time, one row of `terms` a pixel that is made, for each group.
  ///
  /// - Parameter body: hears the first pixel, counted through all tensors, how many, the group, and the rows.
  func forEachBlock(_ x: [Double], count: Int, _ body: (Int, Int, Int, UnsafePointer<Double>) -> Void) {
    let block = max(1, min(count, 131_072 / max(1, pixels.to * terms)))
    let isPlain = isPlain
    var buffer = [Double](repeating: 0, count: isPlain ? 0 : block * pixels.to * terms)
    x.withUnsafeBufferPointer { x in
      buffer.withUnsafeMutableBufferPointer { buffer in
        guard let x = x.baseAddress else { return }
        for first in stride(from: 0, to: count, by: block) {
          let tensors = min(block, count - first)
          for group in 0..<groups {
            let source = x + first * pixels.from * groups * channels.from
            if let rows = buffer.baseAddress, !isPlain { gather(source, tensors, group, into: rows) }
            body(
              first * pixels.to, tensors * pixels.to, group,
              isPlain ? source : UnsafePointer(buffer.baseAddress ?? UnsafeMutablePointer(mutating: source)))
          }
        }
      }
    }
  }

  private func gather(
    _ source: UnsafePointer<Double>, _ tensors: Int, _ group: Int, into rows: UnsafeMutablePointer<Double>
  ) {
    let (count, all) = (channels.from, groups * channels.from)
    var to = rows
    places.withUnsafeBufferPointer { places in
      for tensor in 0..<tensors {
        let start = source + tensor * pixels.from * all + group * count
        for place in places {
          if place < 0 {
            for channel in 0..<count { to[channel] = 0 }
          } else {
            let from = start + Int(place) * all
            for channel in 0..<count { to[channel] = from[channel] }
          }
          to += count
        }
      }
    }
  }

  /// The results for `count` tensors, one after another.
  func evaluate(
    _ x: [Double], count: Int, _ matrix: Matrix, bias: [Double]? = nil, _ rounding: NumberRounding
  ) -> [Double] {
    let (terms, made, all) = (self.terms, channels.to, groups * channels.to)
    return [Double](unsafeUninitializedCapacity: count * pixels.to * all) { result, used in
      used = result.count
      guard let result = result.baseAddress else { return }
      matrix.values.withUnsafeBufferPointer { weights in
        forEachBlock(x, count: count) { first, rows, group, windows in
          guard let weights = weights.baseAddress else { return }
          let (target, own) = (result + first * all + group * made, weights + group * made * terms)
          Double.multiply(
            rows: rows, columns: made, inner: terms, windows, stride: terms, own, into: target, stride: all)
          for row in 0..<rows {
            let window = windows + row * terms
            var squares = 0.0
            for term in 0..<terms { squares += window[term] * window[term] }
            let norm = squares.squareRoot()
            for channel in 0..<made {
              let place = row * all + channel
              let shift = bias?[group * made + channel] ?? 0
              let bound = rounding.bound(
                terms: terms, magnitude: norm * matrix.norms[group * made + channel] + shift.magnitude)
              target[place] = rounding.value(near: target[place] + shift, within: bound) {
                let a = UnsafeBufferPointer(start: window, count: terms)
                let b = UnsafeBufferPointer(start: own + channel * terms, count: terms)
                return ExactQuotient(sum: a + [shift], b + [1])
              }
            }
          }
        }
      }
    }
  }
}
