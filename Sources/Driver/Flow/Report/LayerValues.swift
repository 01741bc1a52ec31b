import Foundation

/// What one tensor holds, and how far it is from the float network's.
package struct LayerValues: Encodable, Sendable {
  /// The bins of both histograms.
  var bins: ValueBins
  /// The least and the greatest value of the format.
  package var range: [Double]
  /// The share of the golden model's values in each bin.
  var golden: [Double]
  /// The share of values at the format's least or greatest, unless that is 0; 0...1.
  package var atEnds: Double
  /// The share of values that are 0.
  package var zeros: Double
  /// The share of the float network's values in each bin; null without the model, as what follows.
  @Nullable var float: [Double]?
  /// The share of the float network's values beyond the format's ends by more than rounding reaches.
  @Nullable package var overflow: Double?
  /// The share that is not 0 and is rounded to 0.
  @Nullable package var underflow: Double?
  /// Whether all values are those of the float network.
  @Nullable package var exact: Bool?
  /// Decibels of the float network's values over the golden model's distance from them; null where they are exact.
  @Nullable package var snr: Double?
  /// The same for the layer alone, of which both networks read the same rounded values; null for the input, and where it
  /// is exact.
  @Nullable package var snrAlone: Double?
  /// Whether the layer alone is exact; null where it was not tried.
  @Nullable package var exactAlone: Bool?

  init?(_ census: TensorCensus) {
    guard let bins = census.bins else { return nil }
    self.bins = bins
    range = [census.type.limits.lowerBound, census.type.limits.upperBound]
    golden = census.golden.shares
    atEnds = census.golden.share(census.golden.over)
    zeros = census.golden.share(census.golden.under)
    guard census.float.count > 0 else { return }
    float = census.float.shares
    overflow = census.float.share(census.float.over)
    underflow = census.float.share(census.float.under)
    (exact, snr) = (census.noise.noise == 0, census.noise.decibels)
    guard census.ownNoise.isKnown else { return }
    (exactAlone, snrAlone) = (census.ownNoise.noise == 0, census.ownNoise.decibels)
  }
}

extension TensorCensus.Noise {
  /// Nil where there is nothing, or no distance.
  fileprivate var decibels: Double? { signal > 0 && noise > 0 ? 10 * log10(signal / noise) : nil }
}
