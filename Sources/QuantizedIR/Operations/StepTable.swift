internal import Arithmetic
package import Support

/// One output code for every interval of input codes: a function of one element of wide codes, for all channels or for
/// each.
///
/// With x the integer of a fixed-point input code, the output is `codes[t, how many of thresholds[t] are at most x]`, t the
/// channel's table.
package struct StepTable: OperationLaw {
  static let kind = QuantizedOperation.Kind.stepTable
  /// The widest input, in bits.
  package static let widestInput = 32

  /// Tables x (2^levels - 1), each ascending, in units of the input's lowest bit.
  package var thresholds: Tensor<Int>
  /// Tables x 2^levels.
  package var codes: Tensor<UInt32>

  /// Tables of as many rows as there are channels, or one for all.
  package init(thresholds: Tensor<Int>, codes: Tensor<UInt32>) {
    self.thresholds = thresholds
    self.codes = codes
  }

  /// Comparisons of one search.
  package static let mostLevels = 20

  package func verify(inputs: [TensorType], output: TensorType) throws(Failure) {
    func check(_ holds: Bool, _ message: @autoclosure () -> String) throws(Failure) {
      if !holds { throw Failure(at: "step table", message()) }
    }
    try check(inputs.count == 1 && inputs[0].shape == output.shape, "its input and output differ in shape")
    let number = inputs[0].format.number
    try check(number is any FixedPointFormat, "its input is \(number); fixed point is expected")
    let (rows, places) = (codes.shape.first ?? 0, codes.shape.last ?? 0)
    try check(
      codes.shape.count == 2 && (1...Self.mostLevels).contains { places == 1 << $0 }
        && thresholds.shape == [rows, places - 1] && [1, output.shape.channels].contains(rows),
      "has thresholds of \(thresholds.shape) and codes of \(codes.shape)")
    let range = Int(number.order(of: number.lowestCode))...Int(number.order(of: number.highestCode))
    try check(thresholds.values.allSatisfy(range.contains), "a threshold is past \(number)")
    try check(
      (0..<rows).allSatisfy { row in
        let own = thresholds.values[row * (places - 1)..<(row + 1) * (places - 1)]
        return zip(own, own.dropFirst()).allSatisfy { $0 <= $1 }
      }, "its thresholds do not ascend")
    try check(
      codes.values.allSatisfy { UInt64($0) < 1 << UInt64(output.format.width) }, "a code is wider than \(output.format)"
    )
  }

  package func kernel(inputs: [TensorType], output: TensorType) -> GoldenKernel {
    let number = inputs[0].format.number
    let (rows, places) = (codes.shape[0], codes.shape[1])
    return { [thresholds = thresholds.values, codes = codes.values] inputs, _ in
      inputs[0].indices.map { index in
        let (row, x) = (index % rows, Int(number.order(of: inputs[0][index])))
        let first = row * (places - 1)
        var (reached, open) = (0, places - 1)
        while reached < open {
          let middle = (reached + open) / 2
          if thresholds[first + middle] <= x { reached = middle + 1 } else { open = middle }
        }
        return codes[row * places + reached]
      }
    }
  }
}
