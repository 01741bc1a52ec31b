extension BinaryInteger {
  /// The digits of a number in a base, lower-case, with zeros before them where there are fewer than `count`.
  package func digits(radix: Int, count: Int) -> String {
    let digits = String(self, radix: radix)
    return String(repeating: "0", count: Swift.max(0, count - digits.count)) + digits
  }
}
