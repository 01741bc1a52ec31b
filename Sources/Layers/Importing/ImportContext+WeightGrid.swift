import Support

extension ImportContext {
  /// The grid of weights given as one row of steps an output; nil where no quantizer made them.
  ///
  /// Reports scales that vary within a row, where the elements are not 0.
  mutating func weightGrid(
    _ rows: [ArraySlice<Float>], values: [ArraySlice<Double>], float: FloatWidths?
  ) -> WeightGrid? {
    var scales: [Float] = []
    for (steps, values) in zip(rows, values) {
      let used = Set(zip(steps, values).filter { $0.1 != 0 }.map(\.0))
      guard used.count <= 1 else {
        report(
          "the scales of its weights vary along its inputs; one scale an output channel is supported",
          notes: ["quantize the weights along the axis of the output channels"])
        return nil
      }
      scales.append(used.first ?? steps.first ?? 1)
    }
    return WeightGrid(scales: Set(scales).count == 1 ? [scales[0]] : scales, float: float)
  }
}
