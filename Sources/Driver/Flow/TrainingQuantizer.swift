import Arithmetic
import Import
import Layers
import NetworkIR
import ONNX
import Quantize
import QuantizedIR
import Support
import Training

/// Quantizes the weights of a training as `mantissa compile` will: with a plan that states every range.
struct TrainingQuantizer {
  let file: ModelFile
  let model: TrainableNetwork
  let plan: Plan
  let input: InputSettings
  let feed: InputFeed
  /// Inputs on which ranges are found, as real values.
  let calibration: [Float]
  /// The scales that training decides; nil where the plan has all.
  private(set) var scales: TrainedScales?
  /// What tensors hold with the weights that training starts from, where ranges are those; else they are found each time.
  private(set) var held: Calibration?

  /// What compiling would make of weights.
  struct Result {
    var network: Network
    /// The plan that states every range.
    var stated: Plan
    var plan: String
    var quantized: QuantizedNetwork
  }

  /// Inputs that calibrate, at most.
  static let calibrationSamples = 512

  /// The weights that training starts from: with the steps that the recipe learns.
  mutating func start(_ weights: TrainingState.Weights, _ recipe: Recipe) throws(Failure) -> TrainingState.Weights {
    if recipe.ranges == .start { held = try calibrated(weights, plan).seen }
    guard recipe.weightQuantizer != .plan || recipe.activationQuantizer != .plan else { return weights }
    let (network, found, seen) = try calibrated(weights, plan)
    let scales = try TrainedScales(recipe, model, network, found, plan: plan, seen, values: weights.values)
    self.scales = scales
    return TrainingState.Weights(values: weights.values + scales.steps, statistics: weights.statistics)
  }

  private func calibrated(
    _ weights: TrainingState.Weights, _ plan: Plan
  ) throws(Failure) -> (network: Network, found: QuantizedNetwork, seen: Calibration) {
    let network = try importModel(file.model(replacing: tensors(weights)))
    let names = Set(try network.fusedLayers().map(\.result))
    let (inputs, count) = (calibration, calibration.count / max(1, network.input.shape.count))
    var own = plan
    own.input = input
    let seen =
      if let held { held } else { try Calibration(network, inputs: inputs, batch: count, tensors: names) }
    let found = try Quantizer.quantize(
      network, plan: own, input: feed.type, sampleScale: feed.sampleScale, readers: feed.readers, calibration: seen)
    return (network, found, seen)
  }

  private func tensors(_ weights: TrainingState.Weights) -> [String: [Float]] {
    model.tensors(values: scales?.written(weights.values) ?? weights.values, statistics: weights.statistics)
  }

  /// - Parameter bits: what formats of fewer bits have instead; nil for the plan as it stands.
  func quantize(_ weights: TrainingState.Weights, bits: Int? = nil) throws(Failure) -> Result {
    let plan = try bits.map { bits throws(Failure) in try self.plan.widened(to: bits, model.network) } ?? self.plan
    let (network, found, _) = try calibrated(weights, plan)
    let stated = scales?.stated(weights.values)
    let text = try plan.stating(
      found, of: network, input: input, results: stated?.results ?? [:], weights: stated?.weights ?? [:]
    ).text
    // As compiling reads it.
    let read = try PlanReader.read(text, file: "plan.yml")
    return Result(network: network, stated: read, plan: text, quantized: try FrontEnd(network, read).quantized)
  }

  /// The model's file with the real weights that steps change, where those are not what is compiled; nil elsewhere.
  func latentBytes(_ weights: TrainingState.Weights, _ recipe: Recipe) throws(Failure) -> [UInt8]? {
    guard recipe.weightQuantizer == .dorefa else { return nil }
    return try file.bytes(replacing: model.tensors(values: weights.values, statistics: weights.statistics))
  }

  /// The model's file with other weights.
  func bytes(_ weights: TrainingState.Weights) throws(Failure) -> [UInt8] {
    try file.bytes(replacing: tensors(weights))
  }
}

extension InputSettings {
  /// What a plan says so that the input's type follows without samples.
  init(stating feed: InputFeed, _ settings: InputSettings) {
    self = settings
    format = feed.type.format
    // The power of two that samples ask for is no part of a plan.
    if case .powerOfTwo = feed.type.format.scaling { return }
    scale = feed.type.scale
    zeroPoint = feed.type.zeroPoint
  }
}
