import Arithmetic
import Foundation
import Golden
import Import
internal import Layers
package import NetworkIR
package import Quantize
package import QuantizedIR
package import Support

/// From files to a quantized network: model, plan and calibration samples read, checked and put together.
package struct FrontEnd: Sendable {
  package let network: Network
  package let quantized: QuantizedNetwork
  package let plan: Plan
  /// The calibration inputs, for test vectors.
  let calibration: InputFeed.Batch
  let feed: InputFeed
  package let notes: [String]

  /// Samples that calibration uses where the caller does not say.
  private static let seed: UInt64 = 1

  /// - Parameters:
  ///   - calibration: a file of samples, or `random` or `random:SEED`; nil where the plan states every range.
  ///   - samples: how many of the file's samples are used, at most.
  package init(
    model: String, plan planPath: String?, calibration path: String?, samples limit: Int
  ) throws(Failure) {
    network = try importModel(at: model)
    if let planPath { plan = try PlanReader.read(path: planPath) } else { plan = Plan() }
    let seed = path.flatMap(FrontEnd.randomSeed)
    let samples: Samples?
    if let path, seed == nil { samples = try Samples.read(path, limit: limit) } else { samples = nil }
    var notes = network.notes
    feed = InputFeed(
      input: network.input, type: try FrontEnd.inputType(network, plan: plan, samples: samples, notes: &notes))
    if let samples {
      calibration = try feed.batch(samples, 0..<samples.count)
    } else {
      calibration = feed.random(count: seed == nil ? 4 : min(limit, 64), seed: seed ?? FrontEnd.seed)
    }
    let seen: Calibration
    if samples != nil || seed != nil {
      let tensors = Set(try network.fusedLayers().map(\.result))
      seen = try Calibration(network, inputs: calibration.reals, batch: calibration.count, tensors: tensors)
      if seed != nil { notes.append("ranges come from random inputs: give real samples with --calibrate") }
    } else {
      seen = Calibration()
    }
    quantized = try Quantizer.quantize(network, plan: plan, input: feed.type, calibration: seen)
    self.notes = notes
  }

  /// The seed of `random` or `random:SEED`; nil for a file's path.
  private static func randomSeed(_ text: String) -> UInt64? {
    if text == "random" { return seed }
    guard text.hasPrefix("random:") else { return nil }
    return UInt64(text.dropFirst("random:".count))
  }

  private static func inputType(
    _ network: Network, plan: Plan, samples: Samples?, notes: inout [String]
  ) throws(Failure) -> TensorType {
    let settings = plan.input
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
