package import Arithmetic
package import BigInt
import Support

/// What matrix and lane stages share: decode, multiply, accumulate, affine, encode.
///
/// `units` results grow side by side; each takes `lanesPerUnit` products from each of `wordsPerResult` input words.
/// When a result takes several words, `affineUnits` affine and encode units serve the others one after another.
package struct LinearDatapath: Sendable {
  /// Lines that only the stage can write: what it is, and its fold.
  package var title: [String]
  package var units: Int
  package var lanesPerUnit: Int
  /// Whether all units multiply the same activations, or each has its own.
  package var sharesActivations: Bool
  package var wordsPerResult: Int
  /// Output words until weights and affine constants start again.
  package var results: Int
  /// Codes of all outputs, one output's inputs together in stream order; nil when every weight is 1.
  package var weights: [UInt32]?
  package var arithmetic: LinearArithmetic
  /// How weights and activations are decoded and multiplied. Unit weights are the binary format's code of +1.
  package let products: ProductPath
  /// The operators of a rounded sum; nil where sums are integers.
  package let rounded: RoundedSum?
  /// The thresholds that results are counted by; nil where the affine and one rounding cost less.
  package private(set) var thresholds: Thresholds?
  /// What the affine takes of every channel.
  package let constants: LineConstants
  /// The same of sums below a border, and the borders; nil where one line serves all sums.
  package let below: (line: LineConstants, border: ChannelConstant)?

  package init(
    title: [String], units: Int, lanesPerUnit: Int, sharesActivations: Bool, wordsPerResult: Int,
    results: Int, weights: [UInt32]?, arithmetic: LinearArithmetic
  ) {
    self.title = title
    self.units = units
    self.lanesPerUnit = lanesPerUnit
    self.sharesActivations = sharesActivations
    self.wordsPerResult = wordsPerResult
    self.results = results
    self.weights = weights
    self.arithmetic = arithmetic
    let affine = arithmetic.affine
    let width = affine.multiplierWidth
    let room = arithmetic.isLoadable ? arithmetic.accumulator.room(multiplierWidth: width) : nil
    constants = LineConstants(affine.multipliers, width: width, affine.offsets, offsetWidth: room?.offsetWidth)
    below = affine.below.map {
      (
        LineConstants($0.multipliers, width: width, $0.offsets, offsetWidth: room?.offsetWidth),
        ChannelConstant($0.borders, width: room?.borderWidth, isLoadable: room != nil)
      )
    }
    rounded =
      arithmetic.isRounded
      ? try? RoundedSum(weight: arithmetic.weight, activation: arithmetic.input, multiplier: arithmetic.multiplier)
      : nil
    let multiplier = weights == nil ? nil : arithmetic.multiplier.rule
    products = ProductPath(
      weight: multiplier == nil ? Format(BinaryFormat()) : arithmetic.weight,
      occurring: weights.map { arithmetic.weightShape(of: $0) }, activation: arithmetic.input,
      multiplier: multiplier ?? XorSignProduct())
    if !arithmetic.isLoadable, let thresholds = Thresholds(arithmetic) {
      var counting = self
      counting.thresholds = thresholds
      if counting.finishTables < finishTables { self.thresholds = thresholds }
    }
  }

  package var activationLanes: Int { sharesActivations ? lanesPerUnit : units }

  // MARK: Timing

  /// How many results go through the affine and encode units at once: the fewest that keep up.
  package var affineUnits: Int {
    let least = (units + wordsPerResult - 1) / wordsPerResult
    return (least...units).first { units.isMultiple(of: $0) } ?? units
  }
  /// Cycles in which an output word's results go through them.
  package var beats: Int { units / affineUnits }
  package var hasTree: Bool { lanesPerUnit > 1 && rounded == nil }

  // MARK: Widths

  package var activationWidth: Int { arithmetic.input.width }
  package var weightWidth: Int { products.weight.format.width }
  package var accumulatorWidth: Int { arithmetic.accumulator.width }
  /// Bits of the widest multiplier, and of the widest offset.
  package var multiplierWidth: Int { max(constants.multiplier.width, below?.line.multiplier.width ?? 0) }
  package var offsetWidth: Int { max(constants.offset.width, below?.line.offset.width ?? 0) }
  /// The multiplier of all sums of all channels, where they have but one, and the offset.
  package var sharedMultiplier: BigInt? { shared(\.multiplier) }
  package var sharedOffset: BigInt? { shared(\.offset) }
  private func shared(_ constant: KeyPath<LineConstants, ChannelConstant>) -> BigInt? {
    let value = constants[keyPath: constant].shared
    return below.map { $0.line[keyPath: constant].shared == value } ?? true ? value : nil
  }
  /// Bits in which a sum is kept: the accumulator's, or those of a code.
  package var keptWidth: Int { rounded?.format.width ?? accumulatorWidth }
  package var scaledWidth: Int { accumulatorWidth + multiplierWidth }
  package var totalWidth: Int { thresholds == nil ? max(scaledWidth, offsetWidth) + 1 : outputWidth }
  package var outputWidth: Int { arithmetic.rounding.format.width }
  package var treeLevels: Int { lanesPerUnit == 1 ? 0 : bits(for: lanesPerUnit) }
  /// Bits of the sum of one word's terms that are kept; more than the accumulator has cannot matter.
  package var sumWidth: Int { min(termWidth + treeLevels, accumulatorWidth) }
  /// Bits of the part of a product that the accumulator takes.
  package var termWidth: Int { rounded?.format.width ?? max(1, products.width - droppedBits) }
  /// Low bits of a product that a window floors away.
  package var droppedBits: Int { arithmetic.accumulator.lsb - products.shape.lsb }

  // MARK: Counts

  /// Words of weights.
  package var weightWords: Int { results * wordsPerResult }
  /// Words of constants: one a beat.
  package var affineWords: Int { results * beats }
  /// The affine's constants that differ between channels, the first one in the lowest bits.
  package var storedConstants: [ChannelConstant] {
    let all = [constants.multiplier, constants.offset]
    let others = below.map { [$0.line.multiplier, $0.line.offset, $0.border] } ?? []
    return (all + others).filter { $0.shared == nil }
  }
  /// Bits of one result's constants that differ between channels: its thresholds, or its part of the affine.
  package var constantWidth: Int { thresholds?.constantWidth ?? storedConstants.reduce(0) { $0 + $1.width } }
  package var affineWordWidth: Int { affineUnits * constantWidth }

  /// The cell that rounds and clamps.
  package var encoder: CellUse { arithmetic.rounding.encoder(inputWidth: totalWidth, after: arithmetic.affine) }
}
