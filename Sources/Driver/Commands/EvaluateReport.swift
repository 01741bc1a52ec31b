internal import Support

/// How well the golden model classifies, beside the float network.
package struct EvaluateReport: Report {
  /// Images classified.
  package var images: Int
  /// The share of images, 0...1, whose label the float network's largest output names.
  package var top1Float: Double
  /// The same for the golden model.
  package var top1Golden: Double
  /// The same where affines do not make up for approximate products; null where they have nothing to make up for.
  @Nullable package var top1Uncorrected: Double?
  /// The share of images for which both name the same class.
  package var agreement: Double
  /// Images a second through the golden model.
  package var imagesPerSecond: Double
  /// Images by label (outer) and by the golden model's class (inner).
  package var confusion: [[Int]]
  /// With more classes there is no such matrix: nobody reads it, and it has their square of numbers.
  private static let mostClasses = 256
  /// What the user should know of how the plan was met.
  package var notes: [String]

  /// - Precondition: the three arrays have one class a image, and there is at least one.
  package init(
    labels: [Int], float: [Int], golden: [Int], uncorrected: [Int]? = nil, classes: Int, seconds: Double,
    notes: [String] = []
  ) {
    images = labels.count
    let total = Double(max(labels.count, 1))
    func share(_ a: [Int], _ b: [Int]) -> Double { Double(zip(a, b).count { $0 == $1 }) / total }
    top1Float = share(labels, float)
    top1Golden = share(labels, golden)
    top1Uncorrected = uncorrected.map { share(labels, $0) }
    agreement = share(float, golden)
    imagesPerSecond = seconds > 0 ? Double(labels.count) / seconds : 0
    let size = max(classes, (labels.max() ?? 0) + 1, (golden.max() ?? 0) + 1)
    confusion = []
    if size <= Self.mostClasses {
      confusion = Array(repeating: Array(repeating: 0, count: size), count: size)
      for (label, found) in zip(labels, golden) { confusion[label][found] += 1 }
    }
    self.notes = notes.map(\.shownMessage)
  }

  private enum CodingKeys: String, CodingKey {
    case images
    case top1Float = "top1_float"
    case top1Golden = "top1_golden"
    case top1Uncorrected = "top1_uncorrected"
    case agreement, imagesPerSecond, confusion, notes
  }

  package var text: String {
    var table = Table([("", .left), ("", .right)])
    table.add(["images", Figure.count(images)])
    table.add(["top-1, float network", Figure.percent(top1Float)])
    table.add(["top-1, golden model", Figure.percent(top1Golden)])
    if let top1Uncorrected { table.add(["top-1, golden model, uncorrected", Figure.percent(top1Uncorrected)]) }
    table.add(["agreement", Figure.percent(agreement)])
    table.add(["golden images per second", Figure.short(imagesPerSecond)])
    let confused = confusion.isEmpty ? [] : ["", "confusion (rows: label, columns: golden class)", matrix]
    return ([table.text] + confused + notes.map { "note: \($0)" }).joined(separator: "\n")
  }

  private var matrix: String {
    var table = Table([("", .right)] + confusion.indices.map { ("\($0)", .right) })
    for (label, row) in confusion.enumerated() { table.add(["\(label)"] + row.map { "\($0)" }) }
    return table.text
  }
}
