import Arithmetic
import BigInt
import PipelineIR
import Support
import Verilog

/// The hardware that matrix and lane stages share: decode, multiply, accumulate, affine, encode.
///
/// `units` results grow side by side; each takes `lanesPerUnit` products from each of `wordsPerResult` input words.
/// When a result takes several words, `affineUnits` affine and encode units serve the others one after another.
struct LinearDatapath {
  var name: String
  /// Lines of the module's header that only the stage can write: what, formula.
  var title: [String]
  var units: Int
  var lanesPerUnit: Int
  /// Whether all units multiply the same activations, or each has its own.
  var sharesActivations: Bool
  var wordsPerResult: Int
  /// Output words until weights and affine constants start again.
  var results: Int
  /// Codes of all outputs, one output's inputs together in stream order; nil when every weight is 1.
  var weights: [UInt32]?
  var arithmetic: LinearArithmetic
  /// How weights and activations are decoded and multiplied. Unit weights are the binary format's code of +1.
  let products: ProductWires
  /// The operators of a rounded sum; nil where sums are integers.
  let rounded: RoundedSum?
  /// The thresholds that results are counted by; nil where the affine and one rounding cost less.
  private(set) var thresholds: Thresholds?
  /// The multiplier of every channel, where they have but one.
  let sharedMultiplier: Int?
  /// The same of the offsets.
  let sharedOffset: BigInt?

  init(
    name: String, title: [String], units: Int, lanesPerUnit: Int, sharesActivations: Bool, wordsPerResult: Int,
    results: Int, weights: [UInt32]?, arithmetic: LinearArithmetic
  ) {
    self.name = name
    self.title = title
    self.units = units
    self.lanesPerUnit = lanesPerUnit
    self.sharesActivations = sharesActivations
    self.wordsPerResult = wordsPerResult
    self.results = results
    self.weights = weights
    self.arithmetic = arithmetic
    let affine = arithmetic.affine
    offsetWidth = affine.offsetWidth
    sharedMultiplier = affine.multipliers.allSatisfy { $0 == affine.multipliers[0] } ? affine.multipliers.first : nil
    sharedOffset = affine.offsets.allSatisfy { $0 == affine.offsets[0] } ? affine.offsets.first : nil
    rounded =
      arithmetic.isRounded
      ? try? RoundedSum(weight: arithmetic.weight, activation: arithmetic.input, multiplier: arithmetic.multiplier)
      : nil
    let multiplier = weights == nil ? nil : try? MultiplierRegistry.multiplier(arithmetic.multiplier)
    products = ProductWires(
      weight: multiplier == nil ? Format(BinaryFormat()) : arithmetic.weight,
      occurring: weights.map { arithmetic.weight.number.operandShape(of: $0) }, activation: arithmetic.input,
      multiplier: multiplier ?? XorSignProduct(), activationPrefix: "p1_x",
      activationLanes: sharesActivations ? lanesPerUnit : units)
    if let thresholds = Thresholds(arithmetic) {
      var counting = self
      counting.thresholds = thresholds
      if counting.finishInventory.lookUpTables < finishInventory.lookUpTables { self.thresholds = thresholds }
    }
  }

  var activationLanes: Int { sharesActivations ? lanesPerUnit : units }

  // MARK: Timing

  /// How many results go through the affine and encode units at once: the fewest that keep up.
  var affineUnits: Int {
    let least = (units + wordsPerResult - 1) / wordsPerResult
    return (least...units).first { units.isMultiple(of: $0) } ?? units
  }
  /// Cycles in which an output word's results go through them.
  var beats: Int { units / affineUnits }
  var hasTree: Bool { lanesPerUnit > 1 && rounded == nil }
  /// Clock edges from the one that takes the last input word to the one that shows the result.
  var latency: Int { (hasTree ? 7 : 6) + beats - 1 }

  // MARK: Widths

  var activationWidth: Int { arithmetic.input.width }
  var weightWidth: Int { products.weight.format.width }
  var accumulatorWidth: Int { arithmetic.accumulator.width }
  var multiplierWidth: Int { sharedMultiplier.map { BigInt($0).signedWidth } ?? arithmetic.affine.multiplierWidth }
  /// Found once: it looks at every offset.
  let offsetWidth: Int
  /// Bits in which a sum is kept: the accumulator's, or those of a code.
  var keptWidth: Int { rounded?.format.width ?? accumulatorWidth }
  var scaledWidth: Int { accumulatorWidth + multiplierWidth }
  var totalWidth: Int { thresholds == nil ? max(scaledWidth, offsetWidth) + 1 : outputWidth }
  var outputWidth: Int { arithmetic.rounding.format.width }
  var treeLevels: Int { lanesPerUnit == 1 ? 0 : bits(for: lanesPerUnit) }
  /// Bits of the sum of one word's terms that are kept; more than the accumulator has cannot matter.
  var sumWidth: Int { min(termWidth + treeLevels, accumulatorWidth) }
  /// Bits of the part of a product that the accumulator takes.
  var termWidth: Int { rounded?.format.width ?? max(1, products.width - droppedBits) }
  /// Low bits of a product that a window floors away.
  var droppedBits: Int { arithmetic.accumulator.lsb - products.shape.lsb }

  var slices: Counter { Counter(name: "p0_slice_q", count: wordsPerResult) }
  var weightAddress: Counter { Counter(name: "p0_address_q", count: results * wordsPerResult) }
  var affineAddress: Counter { Counter(name: "affine_address_q", count: results * beats) }
  var beat: Counter { Counter(name: "p4_beat_q", count: beats) }
  /// Bits of one result's constants that differ between channels: its thresholds, or M below B.
  var constantWidth: Int {
    thresholds?.constantWidth
      ?? (sharedMultiplier == nil ? multiplierWidth : 0) + (sharedOffset == nil ? offsetWidth : 0)
  }
  var affineWordWidth: Int { affineUnits * constantWidth }
}
