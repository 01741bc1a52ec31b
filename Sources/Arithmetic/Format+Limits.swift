internal import Support

extension Format {
  /// The smallest and the largest value.
  package var limits: (low: Double, high: Double) {
    (number.value(of: number.lowestCode)?.double ?? 0, number.value(of: number.highestCode)?.double ?? 0)
  }
}
