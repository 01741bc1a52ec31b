internal import Layers
internal import NetworkIR
internal import Support

/// An operation that moves and repeats elements, as a table: found by moving the elements' numbers.
struct RoundedMoves: Sendable {
  /// For each element that is made, the input that it is from and its place there; -1 for a constant.
  private let sources: [(input: Int, place: Int32)]
  /// Elements of each input.
  private let counts: [Int]
  /// What is between the elements of a padded tensor.
  private let constant: Double

  /// More have numbers that 32-bit floats do not hold.
  static let mostElements = 1 << 24

  /// - Precondition: the operation changes no element, and there are fewer than `mostElements`.
  init(_ operation: any NetworkOperation, shapes: [Shape], output: Shape, _ rounding: NumberRounding) {
    var operation = operation
    var constant = 0.0
    if var padding = operation as? Padding {
      constant = padding.value.isFinite ? rounding.value(Double(padding.value)) : Double(padding.value)
      padding.value = 0
      operation = padding
    }
    self.constant = constant
    let counts = shapes.map(\.count)
    self.counts = counts
    var first = 0
    let numbers = counts.map { count in
      defer { first += count }
      return (first..<first + count).map { Float($0 + 1) }
    }
    let starts = counts.indices.map { counts[..<$0].reduce(0, +) }
    sources = operation.evaluate(numbers, shapes: shapes, output: output, batch: 1).map { number in
      let place = Int(number) - 1
      guard place >= 0, let input = starts.lastIndex(where: { $0 <= place }) else { return (0, -1) }
      return (input, Int32(place - starts[input]))
    }
  }

  func forward(_ inputs: [[Double]], count: Int) -> [Double] {
    var result: [Double] = []
    result.reserveCapacity(count * sources.count)
    for tensor in 0..<count {
      for source in sources {
        result.append(
          source.place < 0 ? constant : inputs[source.input][tensor * counts[source.input] + Int(source.place)])
      }
    }
    return result
  }

  /// The gradients of the inputs; an element that was repeated has one exact sum.
  func backward(_ gradient: [Double], count: Int, _ rounding: NumberRounding) -> [[Double]] {
    counts.indices.map { input in
      var sums = ScatteredSums(count: count * counts[input])
      for tensor in 0..<count {
        for (index, source) in sources.enumerated() where source.input == input && source.place >= 0 {
          sums.add(gradient[tensor * sources.count + index], to: tensor * counts[input] + Int(source.place))
        }
      }
      return sums.rounded(rounding)
    }
  }
}
