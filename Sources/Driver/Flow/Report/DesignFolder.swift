import Emit
import Estimate
import Layers
import NetworkIR
import Quantize
import QuantizedIR
import Schedule
import Support
import Synthesis
import Verify

/// A folder that `mantissa compile` wrote, with its network.
struct DesignFolder {
  let path: String
  let manifest: Manifest
  let network: QuantizedNetwork

  /// Reads both; throws where the folder has no quantized network, or what it has is damaged.
  init(_ path: String) throws(Failure) {
    try self.init(path, Manifest(folder: path))
  }

  /// The same for a manifest that was read.
  init(_ path: String, _ manifest: Manifest) throws(Failure) {
    self.path = path
    self.manifest = manifest
    guard let name = manifest.quantizedNetwork else {
      throw Failure(
        at: path, "the folder has no quantized network", notes: ["'mantissa compile' of this version writes one"])
    }
    let file = "\(path)/\(name)"
    network = try quantizedNetwork(try WholeFile.text(file, most: mostNetworkText), file: file)
    guard network.feed.input.order.isSound,
      elementCount(of: network.feed.input.order.extents) == network.input.shape.count
    else {
      throw Failure(
        at: file, "the input's axes \(network.feed.input.order.extents) do not fit its shape \(network.input.shape)")
    }
  }

  /// How far each layer is divided over time, by its name.
  var folds: [String: Schedule.Fold] {
    var folds: [String: Schedule.Fold] = [:]
    for layer in manifest.layers {
      // Windows and sums of channels say no fold of their own: it is that of what leaves them.
      folds[layer.name] = Schedule.Fold(pe: layer.lanes, simd: layer.lanes)
      for stage in layer.stages {
        guard let pe = stage.parameters["PE"], let simd = stage.parameters["SIMD"] else { continue }
        folds[layer.name] = Schedule.Fold(pe: pe, simd: stage.kind == "matrix" ? simd : pe)
      }
    }
    return folds
  }

  /// What `inspect` estimates for the layers of the folder's machine, and how far estimates are off.
  func estimates(on device: Device) throws(Failure) -> (areas: [String: Area], error: AreaFit.Error) {
    let entry = try AreaCalibration.embedded().entry(device)
    let chosen = try network.folds(Plan().foldingRequest(targetCycles: nil)).merging(folds) { $1 }
    let machine = try HardwareEstimate(network: network, plan: Plan(), entry: entry).machine(folds: chosen)
    return (Dictionary(machine.layers.map { ($0.name, $0.area) }) { first, _ in first }, entry.error)
  }

  /// The inputs of a file, at most `limit`, or else the folder's own vectors: codes in streaming order.
  func inputs(_ path: String?, limit: Int?) throws(Failure) -> [UInt32] {
    if let path {
      let samples = try Samples.read(path, limit: limit)
      guard samples.count > 0 else { throw Failure(at: path, "holds no inputs") }
      return try network.feed.batch(samples, 0..<samples.count).codes
    }
    let frames = try Verifier.vectors(folder: self.path, manifest: manifest)
    return try network.input(limit.map { Array(frames.prefix($0)) } ?? frames)
  }
}

extension QuantizedNetwork {
  /// How samples of files become the network's inputs.
  var feed: InputFeed {
    InputFeed(
      input: NetworkInput(
        name: inputName, shape: input.shape, modelShape: modelShape, splitShape: splitShape, streamAxes: streamAxes),
      type: input, sampleScale: sampleScale, readers: sampleReaders ?? [])
  }
}
