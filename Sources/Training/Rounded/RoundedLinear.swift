internal import Kernels
internal import Layers
internal import Support

/// A dense layer or a convolution whose sums are exact: products, bias, and the gradients of both.
struct RoundedLinear: Sendable {
  /// From the input to the result.
  let product: GatheredProduct
  /// From the result's gradient to the input's: the same products, gathered by input.
  private let back: GatheredProduct

  private init(_ product: GatheredProduct) {
    self.product = product
    let (taps, from) = (product.taps, product.pixels.from)
    // A tap of one window reads a pixel that the same tap of no other window reads.
    var places = [Int32](repeating: -1, count: from * taps)
    for (index, place) in product.places.enumerated() where place >= 0 {
      places[Int(place) * taps + index % taps] = Int32(index / taps)
    }
    back = GatheredProduct(
      pixels: (product.pixels.to, from), groups: product.groups, channels: (product.channels.to, product.channels.from),
      places: places)
  }

  init(_ dense: Dense) {
    self.init(
      GatheredProduct(
        pixels: (1, 1), groups: 1, channels: (dense.weights.shape[1], dense.weights.shape[0]), places: [0]))
  }

  init(_ convolution: Convolution, input: Shape, output: Shape) {
    self.init(
      GatheredProduct(
        pixels: (input.pixels, output.pixels), groups: convolution.groups,
        channels: (input.channels / convolution.groups, output.channels / convolution.groups),
        places: Patches(geometry: convolution.geometry, input: input).places.map { Int32($0) }))
  }

  /// The weights, outputs x terms, as the product takes them.
  func matrix(_ weights: [Double]) -> GatheredProduct.Matrix { GatheredProduct.Matrix(weights, terms: product.terms) }

  /// The gradient of the inputs of `count` tensors.
  func inputGradient(_ dy: [Double], count: Int, weights: [Double], _ rounding: NumberRounding) -> [Double] {
    let (inputs, outputs, taps) = (product.channels.from, product.channels.to, product.taps)
    var turned = [Double](repeating: 0, count: weights.count)
    for group in 0..<product.groups {
      for output in 0..<outputs {
        for tap in 0..<taps {
          for input in 0..<inputs {
            turned[((group * inputs + input) * taps + tap) * outputs + output] =
              weights[((group * outputs + output) * taps + tap) * inputs + input]
          }
        }
      }
    }
    return back.evaluate(dy, count: count, GatheredProduct.Matrix(turned, terms: taps * outputs), rounding)
  }

  /// What one part of a batch adds to the gradients of the parameters.
  struct PartSums: Sendable {
    fileprivate var weights: [Double]
    /// Squares by output, and by group and term: their roots' product bounds the magnitudes of a weight's sum.
    fileprivate var squares: (outputs: [Double], terms: [Double])
    fileprivate var bias: (sums: [Double], magnitudes: [Double])
    fileprivate var rows: Int

    fileprivate static func + (a: PartSums, b: PartSums) -> PartSums {
      func added(_ a: [Double], _ b: [Double]) -> [Double] { a.indices.map { a[$0] + b[$0] } }
      return PartSums(
        weights: added(a.weights, b.weights),
        squares: (added(a.squares.outputs, b.squares.outputs), added(a.squares.terms, b.squares.terms)),
        bias: (added(a.bias.sums, b.bias.sums), added(a.bias.magnitudes, b.bias.magnitudes)), rows: a.rows + b.rows)
    }
  }

  func partSums(_ x: [Double], _ dy: [Double], count: Int) -> PartSums {
    let (terms, made, all) = (product.terms, product.channels.to, product.groups * product.channels.to)
    var (weights, squares) = (
      [Double](repeating: 0, count: all * terms), [Double](repeating: 0, count: product.groups * terms)
    )
    var (own, sums, magnitudes) = (
      [Double](repeating: 0, count: all), [Double](repeating: 0, count: all), [Double](repeating: 0, count: all)
    )
    dy.withUnsafeBufferPointer { dy in
      for row in 0..<count * product.pixels.to {
        for channel in 0..<all {
          let value = dy[row * all + channel]
          own[channel] += value * value
          sums[channel] += value
          magnitudes[channel] += value.magnitude
        }
      }
      weights.withUnsafeMutableBufferPointer { weights in
        squares.withUnsafeMutableBufferPointer { squares in
          product.forEachBlock(x, count: count) { first, rows, group, windows in
            guard let dy = dy.baseAddress, let weights = weights.baseAddress else { return }
            MatrixProduct.addTransposed(
              rows: made, columns: terms, inner: rows, dy + first * all + group * made, stride: all, windows,
              stride: terms, into: weights + group * made * terms, stride: terms)
            for row in 0..<rows {
              for term in 0..<terms {
                let value = windows[row * terms + term]
                squares[group * terms + term] += value * value
              }
            }
          }
        }
      }
    }
    return PartSums(
      weights: weights, squares: (own, squares), bias: (sums, magnitudes), rows: count * product.pixels.to)
  }

  /// The gradients of weights and bias over a whole batch, each one exact sum that is rounded once.
  ///
  /// - Parameter parts: inputs, gradients of results, tensors of each part, and what `partSums` found.
  func parameterGradients(
    _ parts: [(x: [Double], dy: [Double], count: Int, sums: PartSums)], _ rounding: NumberRounding
  ) -> (weights: [Double], bias: [Double]) {
    guard let first = parts.first else { return ([], []) }
    let total = parts.dropFirst().reduce(first.sums) { $0 + $1.sums }
    let (terms, made, all) = (product.terms, product.channels.to, product.groups * product.channels.to)
    let norms = total.squares.terms.map { $0.squareRoot() }
    var (weights, bias) = (total.weights, total.bias.sums)
    for output in 0..<all {
      let (norm, start) = (total.squares.outputs[output].squareRoot(), output / made * terms)
      for term in 0..<terms {
        let place = output * terms + term
        let bound = rounding.bound(terms: total.rows, magnitude: norm * norms[start + term])
        weights[place] = rounding.value(near: weights[place], within: bound) {
          exactGradient(parts.map { ($0.x, $0.dy, $0.count) }, output: output, term: term)
        }
      }
      let bound = rounding.bound(terms: total.rows, magnitude: total.bias.magnitudes[output])
      bias[output] = rounding.value(near: bias[output], within: bound) {
        let values = parts.flatMap { part in stride(from: output, to: part.dy.count, by: all).map { part.dy[$0] } }
        return ExactQuotient(sum: values)
      }
    }
    return (weights, bias)
  }

  private func exactGradient(_ parts: [(x: [Double], dy: [Double], count: Int)], output: Int, term: Int)
    -> ExactQuotient
  {
    let (inputs, made, groups, pixels) = (product.channels.from, product.channels.to, product.groups, product.pixels)
    let (tap, channel) = (term / inputs, output / made * inputs + term % inputs)
    var (a, b): ([Double], [Double]) = ([], [])
    for (x, dy, count) in parts {
      for tensor in 0..<count {
        for pixel in 0..<pixels.to {
          let place = Int(product.places[pixel * product.taps + tap])
          guard place >= 0 else { continue }
          a.append(x[(tensor * pixels.from + place) * groups * inputs + channel])
          b.append(dy[(tensor * pixels.to + pixel) * groups * made + output])
        }
      }
    }
    return ExactQuotient(sum: a, b)
  }
}
