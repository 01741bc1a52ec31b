import Arithmetic
import Foundation
import Import
internal import Layers
package import NetworkIR
package import Quantize
package import QuantizedIR
package import Support

/// From files to a quantized network: model, plan and calibration samples read, checked and put together.
package struct FrontEnd: Sendable {
  /// The imported network, with its passes done.
  package let network: Network
  /// The same with a format for every tensor.
  package let quantized: QuantizedNetwork
  /// The plan, completed by what the model states.
  package let plan: Plan
  /// The calibration inputs, for test vectors.
  let calibration: InputFeed.Batch
  let feed: InputFeed
  /// What the user should know of how the plan was met.
  package let notes: [String]

  /// Samples that calibration uses where the caller does not say.
  private static let seed: UInt64 = 1

  /// - Parameters:
  ///   - calibration: a file of samples, or `random` or `random:SEED`; nil where the plan states every range.
  ///   - samples: how many of the file's samples are used, at most.
  ///   - correctsBatchNorm: what the plan says where nil.
  package init(
    model: String, plan planPath: String?, calibration path: String?, samples limit: Int,
    correctsBatchNorm: Bool? = nil, progress: Progress = .silent
  ) throws(Failure) {
    progress.show("reading \(model)")
    let network = try importModel(at: model)
    var plan = Plan()
    if let planPath { plan = try PlanReader.read(path: planPath) }
    if let correctsBatchNorm { plan.correctsBatchNorm = correctsBatchNorm }
    try self.init(network, plan, calibration: path, samples: limit, progress)
  }

  /// The same of a network and a plan in memory.
  init(
    _ network: Network, _ plan: Plan, calibration path: String? = nil, samples limit: Int = 0,
    _ progress: Progress = .silent
  ) throws(Failure) {
    self.network = network
    self.plan = plan
    let seed = path.flatMap(FrontEnd.randomSeed)
    let samples: Samples?
    if let path, seed == nil { samples = try Samples.read(path, limit: limit) } else { samples = nil }
    var notes = network.notes
    let type = try FrontEnd.inputType(network, plan: plan, samples: samples, notes: &notes)
    feed = FrontEnd.feed(network, type, samples: samples)
    if let samples {
      calibration = try feed.batch(samples, 0..<samples.count)
      let note = feed.clippingNote(calibration.clipped, of: samples.count, file: samples.file)
      if let note { notes.append(note) }
    } else {
      calibration = feed.random(count: min(seed == nil ? 4 : limit, feed.manySamples), seed: seed ?? FrontEnd.seed)
    }
    if seed != nil {
      let few =
        feed.manySamples < min(limit, InputFeed.randomSamples) ? " (\(calibration.count), as they are large)" : ""
      notes.append("ranges come from random inputs\(few): give real samples with --calibrate")
    }
    progress.show("quantizing \(network.nodes.count) layers")
    let remarks = Remarks()
    let inputs = samples != nil || seed != nil ? calibration : nil
    quantized = try Quantizer.quantize(
      network, plan: plan, input: feed.type, sampleScale: feed.sampleScale, readers: feed.readers,
      calibration: try FrontEnd.seen(network, inputs, progress), remarks: remarks)
    self.notes = notes + remarks.all
  }

  /// Scores that the network gives an input.
  var classes: Int { network.shapes[network.output]?.count ?? 0 }

  /// Whether affines make up for the mean error of a layer's products.
  var isCorrected: Bool {
    plan.correctsBatchNorm
      && quantized.nodes.contains { node in
        node.operation.linear.map { $0.multiplier.rule.meanError != 0 } ?? false
      }
  }

  /// What the tensors hold on calibration inputs.
  private static func seen(
    _ network: Network, _ inputs: InputFeed.Batch?, _ progress: Progress
  ) throws(Failure) -> Calibration {
    guard let inputs else { return Calibration() }
    let tensors = Set(try network.fusedLayers().map(\.result))
    progress.show("calibrating on \(inputs.count) samples")
    return try Calibration(network, inputs: inputs.reals, batch: inputs.count, tensors: tensors) { seen in
      progress.show("calibrating: \(seen) of \(inputs.count) samples")
    }
  }

  /// The seed of `random` or `random:SEED`; nil for a file's path.
  private static func randomSeed(_ text: String) -> UInt64? {
    if text == "random" { return seed }
    guard text.hasPrefix("random:") else { return nil }
    return UInt64(text.dropFirst("random:".count))
  }

  /// Where the format's scale is a power of two of its own choice, samples keep the scale that the plan states.
  private static func feed(_ network: Network, _ stated: TensorType, samples: Samples?) -> InputFeed {
    guard case .powerOfTwo = stated.format.scaling, let samples, samples.count > 0 else {
      return InputFeed(input: network.input, type: stated, readers: network.sampleReaders.readers)
    }
    var type = stated
    let values = samples.floats(of: 0..<min(samples.count, 16)).map(Double.init)
    type.scale *= RangeFit.powerOfTwo(values, format: type.format)
    return InputFeed(input: network.input, type: type, sampleScale: stated.scale)
  }

  private static func inputType(
    _ network: Network, plan: Plan, samples: Samples?, notes: inout [String]
  ) throws(Failure) -> TensorType {
    let settings = plan.input
    if settings == InputSettings(), let stated = network.statedInput { return stated }
    if settings.format == nil, let grid = network.sampleGrid(samples, isFree: settings == InputSettings()) {
      var type = grid.type
      type.scale = settings.scale ?? type.scale
      type.zeroPoint = settings.zeroPoint ?? type.zeroPoint
      if !grid.isExact {
        notes.append(
          "the input is taken as \(type.format) in steps of \(type.grid.unit), between which the model may tell samples "
            + "apart; state 'input: {format: ..., scale: ...}' in the plan")
      }
      return type
    }
    // Real samples of stated networks that come this far are pixels.
    let isPixels = network.followsModel(isFree: settings == InputSettings()) && samples?.kind.isInteger == false
    let samples = isPixels && settings.format == nil ? nil : samples
    let natural: Format =
      switch samples?.kind {
      case .some(.int8): Format(FixedFormat(width: 8))
      case .some(let kind) where !kind.isInteger: Format(FixedFormat(width: 8))
      default: Format(UnsignedFixedFormat(width: 8))
      }
    var type = TensorType(shape: network.input.shape, format: settings.format ?? natural)
    type.zeroPoint = settings.zeroPoint ?? 0
    guard case .range = type.format.scaling else {
      type.scale = settings.scale ?? 1
      return type
    }
    if let scale = settings.scale {
      type.scale = scale
    } else if let samples, !samples.kind.isInteger {
      let values = samples.floats(of: 0..<samples.count).map(Double.init)
      let range = (values.min() ?? 0)...(values.max() ?? 0)
      (type.scale, type.zeroPoint) = RangeFit.fit(range: range, values: [], format: type.format)
    } else {
      type.scale = 1 / type.format.limits.high
      notes.append(
        "the input's scale is taken as \(type.scale): codes up to \(Int(type.format.limits.high)) stand for 1; "
          + "state 'input: {scale: ...}' in the plan")
    }
    let (low, high) = type.format.limits
    guard low...high ~= Double(type.zeroPoint) else {
      throw Failure(at: plan.file, "the input's zero point \(type.zeroPoint) is no value of \(type.format)")
    }
    return type
  }
}

extension Network {
  /// Whether the input's format follows from what the model states.
  ///
  /// - Parameter isFree: whether the plan leaves the scale to the model; it may not where weights alone are quantized.
  fileprivate func followsModel(isFree: Bool) -> Bool { statesTensors || isStated && isFree }

  /// The input's format where the model states any and samples, if there are any, are real numbers; nil for images of
  /// 8 bits.
  ///
  /// - Parameter isFree: whether the plan leaves the scale to the model.
  fileprivate func sampleGrid(_ samples: Samples?, isFree: Bool) -> SampleGrid? {
    guard followsModel(isFree: isFree), samples?.kind.isInteger != true else { return nil }
    let (all, isComplete) = sampleReaders
    let readers = isFree ? all : []
    let values = samples.map { $0.floats(of: 0..<$0.count) }
    let isImage = input.modelShape.filter { $0 > 1 }.count > 1
    if isImage, readers.allSatisfy({ !$0.steps.isEmpty && $0.quantization.format.width <= 8 }) {
      let pixels = Set((0...255).map { Float(Double($0) / 255) })
      if values?.allSatisfy(pixels.contains) ?? !(isFree && readers.isEmpty) { return nil }
    }
    let range = values.map { Double($0.min() ?? 0)...Double($0.max() ?? 0) }
    return SampleGrid(shape: input.shape, readers: readers, isComplete: isComplete, samples: range)
  }
}
