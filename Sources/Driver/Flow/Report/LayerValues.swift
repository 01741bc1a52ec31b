import Foundation
import NetworkIR
import Quantize
import QuantizedIR
import Support

/// What one tensor holds, and how far it is from the float network's.
package struct LayerValues: Encodable, Sendable {
  /// The bins of both histograms.
  var bins: ValueBins
  /// The least and the greatest value of the format.
  package var range: [Double]
  /// The share of the golden model's values in each bin.
  var golden: [Double]
  /// The share of values at the format's ends, 0...1.
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
  /// The same where the layer alone is quantized; null for the input, and where it is exact.
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
    exact = census.noise == 0
    snr = Self.decibels(census.signal, census.noise)
    guard let own = census.ownNoise else { return }
    exactAlone = own == 0
    snrAlone = Self.decibels(census.signal, own)
  }

  private static func decibels(_ signal: Double, _ noise: Double) -> Double? {
    signal > 0 && noise > 0 ? 10 * log10(signal / noise) : nil
  }
}

/// Looks at every tensor of a quantized network over some inputs.
struct LayerSurvey {
  /// Inputs that are looked at, at most.
  static let most = 256
  private static let step = 16

  private let network: QuantizedNetwork
  private let executor: NetworkExecutor?
  private let counterparts: [String: String]

  /// - Parameter float: the network that was quantized; nil where it is not at hand.
  init(_ network: QuantizedNetwork, float: Network?) throws(Failure) {
    self.network = network
    executor = try float.map { network throws(Failure) in try NetworkExecutor(network) }
    counterparts = try float?.counterparts(of: network) ?? [:]
  }

  /// What the tensors hold, by their names, the input's included.
  ///
  /// - Parameter codes: inputs in streaming order, one after another.
  func values(_ codes: [UInt32], progress: Progress) throws(Failure) -> [String: LayerValues] {
    let size = network.input.shape.count
    let count = min(Self.most, codes.count / size)
    let model = GoldenModel(network)
    let types = network.types
    var all = types.mapValues { TensorCensus($0) }
    let kernels = network.nodes.map { node in
      node.operation.kernel(inputs: node.inputs.compactMap { types[$0] }, output: node.type)
    }
    for start in stride(from: 0, to: count, by: Self.step) {
      progress.show("layers of input \(start) of \(count)")
      let batch = min(Self.step, count - start)
      let inputs = Array(codes[start * size..<(start + batch) * size])
      let golden = model.trace(inputs, batch: batch)
      let reals = all[network.inputName]?.reals(inputs).map { Float($0) } ?? []
      let float = try executor?.tensors(Set(counterparts.values), for: reals, batch: batch) ?? [:]
      all[network.inputName]?.add(inputs, reference: executor == nil ? nil : reals)
      for (node, kernel) in zip(network.nodes, kernels) {
        let reference = counterparts[node.name].flatMap { float[$0] }
        let sources = node.inputs.compactMap { name -> [UInt32]? in
          guard let tensor = counterparts[name], let values = float[tensor] else { return nil }
          return types[name]?.codes(values.map(Double.init))
        }
        let alone = reference != nil && sources.count == node.inputs.count ? kernel(sources, batch) : nil
        all[node.name]?.add(golden[node.name] ?? [], reference: reference, alone: alone)
      }
    }
    return all.compactMapValues { LayerValues($0) }
  }
}
