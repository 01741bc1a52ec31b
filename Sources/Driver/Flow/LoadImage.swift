import Arithmetic
import Emit
import Foundation
import Import
import Layers
import NetworkIR
import Quantize
import QuantizedIR
import Schedule
package import Support
import Verify

/// What `mantissa weights` is asked to do.
package struct WeightsOptions: Sendable {
  /// The folder that `mantissa compile` wrote.
  package var folder: String
  /// The ONNX file of the same network with other weights; nil for the folder's own weights.
  package var model: String?
  /// The plan that the folder was compiled with.
  package var plan: String?
  /// The folder that receives the image.
  package var output: String
  /// Whether files that are there are replaced.
  package var replacing: Bool

  /// An image of a model's weights for a compiled folder.
  package init(folder: String, model: String? = nil, plan: String? = nil, output: String, replacing: Bool = false) {
    self.folder = folder
    self.model = model
    self.plan = plan
    self.output = output
    self.replacing = replacing
  }
}

/// An image of weights that was written.
package struct WeightsReport: Report {
  /// The layers whose weights it replaces.
  package var layers: [Layer]
  /// Words of 32 bits, the signature included.
  package var words: Int
  /// The machine's signature, the first word.
  package var signature: String
  /// The folder.
  package var output: String
  /// What a reader should know.
  package var notes: [String]

  /// One layer of the machine.
  package struct Layer: Codable, Sendable {
    package var name: String
    /// Codes of weights.
    package var weights: Int
    /// Those that are not the folder's own.
    package var changed: Int
  }

  package var text: String {
    var table = Table([("layer", .left), ("weights", .right), ("changed", .right)])
    for layer in layers { table.add([layer.name, Figure.count(layer.weights), Figure.count(layer.changed)]) }
    let words = "wrote '\(output)': \(Figure.count(words)) words, signature \(signature)"
    return ([table.text, words] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}

/// Writes the image of a model's weights for a machine that takes some: `weights.hex`, the same words as `weights.bin`
/// (little-endian), and `quantized.yml`, the network that the machine then computes.
///
/// The model's tensors get the machine's types, so samples are not asked for. Throws where it is another network, where
/// something differs that is not loaded, and where an affine does not fit its memory.
package func writeWeights(_ options: WeightsOptions, progress: Progress = .silent) throws(Failure) -> WeightsReport {
  defer { progress.clear() }
  let lock = try FileLock.waiting(for: options.folder, .shared)
  defer { withExtendedLifetime(lock) {} }
  let design = try DesignFolder(options.folder)
  let paths = ["weights.hex", "weights.bin", "quantized.yml"].map { "\(options.output)/\($0)" }
  if !options.replacing, let taken = paths.first(where: FileManager.default.fileExists) {
    throw Failure(at: taken, "the file is there already", notes: ["--force replaces it"])
  }
  try OutputFile.checkName(options.output)
  var network = design.network
  let remarks = Remarks()
  if let model = options.model {
    progress.show("quantizing \(model)")
    network = try design.requantized(model, plan: options.plan, remarks)
  }
  progress.show("making the image")
  let image = try design.image(of: network)
  let text: String
  do { text = try TextForm.print(network) } catch {
    throw Failure(at: network.name, "has no text form: \(error)")
  }
  try Disk.makeFolder(options.output)
  try OutputFile(paths[0]).write(HexText.lines(image, lanes: 1, width: 32, stride: 32))
  try OutputFile(paths[1]).write(image.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
  try OutputFile(paths[2]).write(text)
  let layers = zip(design.network.nodes, network.nodes).compactMap { old, new -> WeightsReport.Layer? in
    guard let old = old.operation.linear, let weights = new.operation.linear?.weights, old.isLoadable else {
      return nil
    }
    return WeightsReport.Layer(
      name: new.name, weights: weights.values.count, changed: zip(old.weights.values, weights.values).count { $0 != $1 }
    )
  }
  return WeightsReport(
    layers: layers, words: image.count, signature: design.manifest.load?.signature ?? "", output: options.output,
    notes: remarks.all)
}

extension DesignFolder {
  /// A model of the folder's network with other weights, quantized for the folder's machine.
  func requantized(_ model: String, plan path: String?, _ remarks: Remarks) throws(Failure) -> QuantizedNetwork {
    let imported = try importModel(at: model)
    _ = try imported.counterparts(of: network)
    let plan = try path.map { path throws(Failure) in try PlanReader.read(path: path) } ?? Plan()
    var network = try Quantizer.quantize(
      imported, plan: plan, input: self.network.input, sampleScale: self.network.sampleScale,
      readers: self.network.sampleReaders ?? [], calibration: Calibration(), remarks: remarks, held: self.network)
    network.name = self.network.name
    try check(network, of: model)
    return network
  }

  /// Throws unless a network is the folder's but for what can be loaded.
  fileprivate func check(_ other: QuantizedNetwork, of model: String) throws(Failure) {
    guard other.nodes.map(\.name) == network.nodes.map(\.name), other.output == network.output,
      other.inputName == network.inputName, zip(other.nodes, network.nodes).allSatisfy({ $0.inputs == $1.inputs })
    else {
      throw Failure(
        at: model, "is another network: its layers are \(other.nodes.map(\.name).joined(separator: ", "))",
        notes: ["the machine's are \(network.nodes.map(\.name).joined(separator: ", "))"])
    }
    let problems = zip(network.nodes, other.nodes).compactMap { own, new -> Diagnostic? in
      guard let problem = own.misfit(new) else { return nil }
      return Diagnostic(
        at: "\(model): layer '\(own.name)'", problem,
        notes: ["'mantissa weights' takes the plan that '\(path)' was compiled with by --plan"])
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  /// What the machine takes for a network that is its own but for what can be loaded: the signature, then the words of
  /// all memories.
  func image(of network: QuantizedNetwork) throws(Failure) -> [UInt32] {
    guard let load = manifest.load else {
      throw Failure(
        at: path, "the machine takes no weights", notes: ["'weights: loadable' in the plan makes one that does"])
    }
    let chosen = try network.folds(Plan().foldingRequest(targetCycles: nil)).merging(folds) { $1 }
    let pipeline = try Lowering.lower(network, folds: chosen)
    guard let words = try load.image(of: pipeline) else {
      throw Failure(at: "\(path)/manifest.json", "the memories of the manifest are not those of the network")
    }
    return words
  }
}

extension QuantizedNode {
  /// Why the machine of this layer is not that of another one; nil where it is, with other loadable content.
  fileprivate func misfit(_ other: QuantizedNode) -> String? {
    guard type == other.type else { return "its result is not \(type.format) in the machine's scale" }
    guard let own = operation.linear, let new = other.operation.linear, own.isLoadable else {
      return (try? TextForm.print(operation)) == (try? TextForm.print(other.operation))
        ? nil : "it is not the machine's, and is not loadable"
    }
    guard own.isLoadable == new.isLoadable else { return "the plan does not say that its weights are loadable" }
    func frame(_ linear: Linear) -> String? {
      var bare = linear
      bare.weights.values = []
      bare.affine = Affine(
        multipliers: [], offsets: [], exponent: linear.affine.exponent, multiplierWidth: linear.affine.multiplierWidth,
        below: linear.affine.below.map { _ in Affine.Below(borders: [], multipliers: [], offsets: []) })
      return try? TextForm.print(bare)
    }
    return frame(own) == frame(new) ? nil : "its number formats, multiplier, bounds or shape are not the machine's"
  }
}

/// Reads what `mantissa weights` wrote for a folder.
///
/// Throws where the image is not that of the network beside it, or the network is not one of the folder's machine.
func loadedWeights(_ path: String, for design: DesignFolder) throws(Failure) -> LoadedWeights {
  let file = "\(path)/quantized.yml"
  let text = try WholeFile.text(file, most: mostNetworkText)
  let network = try quantizedNetwork(text, file: file)
  try design.check(network, of: file)
  let (own, image) = (try design.image(of: design.network), try design.image(of: network))
  let words = try WholeFile.text("\(path)/weights.hex", most: 1 << 31)
  guard words == HexText.lines(image, lanes: 1, width: 32, stride: 32) else {
    throw Failure(
      at: "\(path)/weights.hex", "is not the image of 'quantized.yml' for the machine in '\(design.path)'",
      notes: ["'mantissa weights' makes both anew"])
  }
  return LoadedWeights(image: image, own: own, quantizedText: text)
}
