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

  /// - Parameter bits: what formats of fewer bits have instead; nil for the plan as it stands.
  func quantize(_ weights: TrainingState.Weights, bits: Int? = nil) throws(Failure) -> Result {
    let plan = bits.map { self.plan.widened(to: $0) } ?? self.plan
    let tensors = model.tensors(values: weights.values, statistics: weights.statistics)
    let network = try importModel(file.model(replacing: tensors))
    let names = Set(try network.fusedLayers().map(\.result))
    let (inputs, count) = (calibration, calibration.count / max(1, network.input.shape.count))
    var own = plan
    own.input = input
    let found = try Quantizer.quantize(
      network, plan: own, input: feed.type, sampleScale: feed.sampleScale, readers: feed.readers,
      calibration: try Calibration(network, inputs: inputs, batch: count, tensors: names))
    let text = try plan.stating(found, of: network, input: input).text
    // As compiling reads it.
    let stated = try PlanReader.read(text, file: "plan.yml")
    return Result(network: network, stated: stated, plan: text, quantized: try FrontEnd(network, stated).quantized)
  }

  /// The model's file with other weights.
  func bytes(_ weights: TrainingState.Weights) throws(Failure) -> [UInt8] {
    try file.bytes(replacing: model.tensors(values: weights.values, statistics: weights.statistics))
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
