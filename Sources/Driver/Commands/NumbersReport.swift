internal import Support

/// How far a model's outputs are from numbers that they should be, beside the float network's.
package struct NumbersReport: Report {
  /// Images that went through both.
  package var images: Int
  /// The mean of the squares by which the float network's outputs are off, over images and outputs.
  package var errorFloat: Double
  /// The same of the golden model, in real units.
  package var errorGolden: Double
  /// The share of the numbers' variance that outputs explain (R2); null where each output's numbers are equal.
  @Nullable package var explainedFloat: Double?
  @Nullable package var explainedGolden: Double?
  /// Images a second through the golden model.
  package var imagesPerSecond: Double
  /// What the user should know of how the plan was met.
  package var notes: [String]

  package var text: String {
    var table = Table([("", .left), ("float network", .right), ("golden model", .right)])
    func add(_ name: String, _ float: Double, _ golden: Double) {
      table.add([name, Figure.error(float), Figure.error(golden)])
    }
    add("mean squared error", errorFloat, errorGolden)
    add("root of it", errorFloat.squareRoot(), errorGolden.squareRoot())
    if let explainedFloat, let explainedGolden { add("variance explained (R2)", explainedFloat, explainedGolden) }
    let images = "\(Figure.count(images)) images, \(Figure.short(imagesPerSecond)) a second in the golden model"
    return ([table.text, images] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}
