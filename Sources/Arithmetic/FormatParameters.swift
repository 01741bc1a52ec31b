/// Reads the integers between the angle brackets of a format's spelling.
enum FormatParameters {
  /// The parameters as integers, each in its range.
  ///
  /// Throws when there are fewer than `required` or more than `names.count` of them, or one is no integer in range.
  static func integers(
    _ texts: [String], family: String, names: [String], ranges: [ClosedRange<Int>], required: Int
  ) throws(FormatError) -> [Int] {
    let spelling = texts.isEmpty ? family : "\(family)<\(texts.joined(separator: ","))>"
    guard (required...names.count).contains(texts.count) else {
      let expected = names.isEmpty ? family : "\(family)<\(names.joined(separator: ","))>"
      throw FormatError("'\(spelling)' has \(texts.count) parameters; expected '\(expected)'")
    }
    var values: [Int] = []
    for (index, text) in texts.enumerated() {
      guard let value = Int(text), ranges[index].contains(value) else {
        let range = ranges[index]
        throw FormatError(
          "'\(spelling)': \(names[index]) is '\(text)'; expected an integer from \(range.lowerBound) to \(range.upperBound)"
        )
      }
      values.append(value)
    }
    return values
  }
}
