import Arithmetic
import Foundation
internal import Layers
internal import NetworkIR
internal import QuantizedIR
package import Support
internal import Training

/// Compares both networks' outputs with a file's labels: classes, or numbers where the file holds reals or several numbers a
/// sample.
package func evaluateLabelled(_ options: EvaluateOptions, progress: Progress = .silent) throws(Failure) -> any Report {
  let first = try Samples.read(options.labels, limit: 1)
  return first.kind.isInteger && first.size == 1
    ? try evaluate(options, progress: progress) : try evaluateNumbers(options, progress: progress)
}

/// How far the outputs of the float network and of the golden model are from numbers.
private func evaluateNumbers(
  _ options: EvaluateOptions, progress: Progress
) throws(Failure) -> NumbersReport {
  defer { progress.clear() }
  let trace = try options.traceFile()
  let frontEnd = try options.frontEnd(correctsBatchNorm: options.correctsBatchNorm, progress)
  let set = try Samples.read(options.images, limit: options.limit)
  let pair = NetworkPair(frontEnd)
  var (report, clipped) = try measureErrors(pair, set, labels: options.labels, progress)
  if let trace { try Evaluation(pair).writeTrace(of: try frontEnd.feed.batch(set, 0..<1), to: trace) }
  report.notes = (frontEnd.notes + options.remarks(frontEnd, clipped: clipped, of: set)).map(\.shownMessage)
  return report
}

/// Classifies labelled images with the float network and with the golden model.
package func evaluate(_ options: EvaluateOptions, progress: Progress = .silent) throws(Failure) -> EvaluateReport {
  defer { progress.clear() }
  let trace = try options.traceFile()
  let frontEnd = try options.frontEnd(correctsBatchNorm: options.correctsBatchNorm, progress)
  let samples = try Samples.read(options.images, limit: options.limit)
  guard samples.count > 0 else { throw Failure(at: options.images, "holds no images") }
  let pair = NetworkPair(frontEnd)
  let uncorrected =
    frontEnd.isCorrected ? NetworkPair(try options.frontEnd(correctsBatchNorm: false, progress)) : nil
  var (report, clipped) = try classify(pair, uncorrected: uncorrected, samples, labels: options.labels, progress)
  if let trace { try Evaluation(pair).writeTrace(of: try frontEnd.feed.batch(samples, 0..<1), to: trace) }
  report.notes = (frontEnd.notes + options.remarks(frontEnd, clipped: clipped, of: samples)).map(\.shownMessage)
  return report
}

/// A float network, what was quantized from it, and how samples enter both.
struct NetworkPair {
  let float: Network
  let quantized: QuantizedNetwork
  let feed: InputFeed
}

extension NetworkPair {
  init(_ frontEnd: FrontEnd) {
    self.init(float: frontEnd.network, quantized: frontEnd.quantized, feed: frontEnd.feed)
  }
}

/// What both networks are worth on a file's inputs.
enum PairJudgement {
  case classes(EvaluateReport)
  case numbers(NumbersReport)
}

/// Compares both networks' outputs with a file's labels, of either kind; notes say which inputs do not fit.
func judge(
  _ pair: NetworkPair, images: String, labels: String, limit: Int?, _ progress: Progress
) throws(Failure) -> PairJudgement {
  let first = try Samples.read(labels, limit: 1)
  let samples = try Samples.read(images, limit: limit)
  guard samples.count > 0 else { throw Failure(at: images, "holds no images") }
  func notes(_ clipped: Int) -> [String] {
    [pair.feed.clippingNote(clipped, of: samples.count, file: images)].compactMap { $0?.shownMessage }
  }
  if first.kind.isInteger && first.size == 1 {
    var (report, clipped) = try classify(pair, uncorrected: nil, samples, labels: labels, progress)
    report.notes = notes(clipped)
    return .classes(report)
  }
  var (report, clipped) = try measureErrors(pair, samples, labels: labels, progress)
  report.notes = notes(clipped)
  return .numbers(report)
}

/// The report without notes, and how many samples do not fit the input's range.
private func measureErrors(
  _ pair: NetworkPair, _ samples: Samples, labels: String, _ progress: Progress
) throws(Failure) -> (NumbersReport, clipped: Int) {
  var evaluation = try Evaluation(pair)
  let outputs = evaluation.output.shape.count
  let targets = try Targets(labels, of: samples, outputs: outputs, isNumbers: true)
  guard case .reals(let numbers, _) = targets else { throw Failure(at: labels, "holds no numbers") }
  var (float, golden, clipped) = ([Double](), [Double](), 0)
  for start in stride(from: 0, to: samples.count, by: Evaluation.step) {
    progress.show("image \(start) of \(samples.count)")
    let batch = try pair.feed.batch(samples, start..<min(samples.count, start + Evaluation.step))
    clipped += batch.clipped
    golden += evaluation.outputs(batch)
    float += evaluation.ordered(try evaluation.executor.output(batch.reals, batch: batch.count)).map(Double.init)
  }
  let (own, others) = (
    RealError(golden, numbers, outputs: outputs), RealError(float, numbers, outputs: outputs)
  )
  let report = NumbersReport(
    images: samples.count, errorFloat: others.mean, errorGolden: own.mean, explainedFloat: others.explained,
    explainedGolden: own.explained,
    imagesPerSecond: evaluation.seconds > 0 ? Double(samples.count) / evaluation.seconds : 0, notes: [])
  return (report, clipped)
}

/// The same for classes.
private func classify(
  _ pair: NetworkPair, uncorrected: NetworkPair?, _ samples: Samples, labels: String, _ progress: Progress
) throws(Failure) -> (EvaluateReport, clipped: Int) {
  var evaluation = try Evaluation(pair)
  var other = try uncorrected.map { pair throws(Failure) in try Evaluation(pair) }
  let targets = try Targets(labels, of: samples, outputs: evaluation.classes, isNumbers: false)
  guard case .classes(let labels) = targets else { throw Failure(at: labels, "holds no classes") }
  var clipped = 0
  for start in stride(from: 0, to: samples.count, by: Evaluation.step) {
    progress.show("image \(start) of \(samples.count)")
    let batch = try pair.feed.batch(samples, start..<min(samples.count, start + Evaluation.step))
    try evaluation.add(batch)
    clipped += batch.clipped
    other?.addGolden(batch)
  }
  let report = EvaluateReport(
    labels: labels, float: evaluation.float, golden: evaluation.golden, uncorrected: other?.golden,
    classes: evaluation.classes, seconds: evaluation.seconds)
  return (report, clipped)
}

extension EvaluateOptions {
  fileprivate func traceFile() throws(Failure) -> OutputFile? {
    try trace.map { path throws(Failure) in
      try OutputFile(path, besides: [model, plan, calibration, images, labels])
    }
  }

  /// Where ranges come from, and which images do not fit.
  fileprivate func remarks(_ frontEnd: FrontEnd, clipped: Int, of images: Samples) -> [String] {
    var remarks: [String] = []
    if calibration == nil {
      remarks.append(
        "ranges that neither model nor plan states come from the first \(frontEnd.calibration.count) of these images; "
          + "give others with --calibrate")
    }
    // Those of calibration have been told of.
    let isNew = calibration != nil || images.count > frontEnd.calibration.count
    if isNew, let note = frontEnd.feed.clippingNote(clipped, of: images.count, file: images.file) {
      remarks.append(note)
    }
    return remarks
  }

  fileprivate func frontEnd(correctsBatchNorm: Bool?, _ progress: Progress) throws(Failure) -> FrontEnd {
    try FrontEnd(
      model: model, plan: plan, calibration: calibration ?? images, samples: calibrationSamples,
      correctsBatchNorm: correctsBatchNorm, progress: progress)
  }
}

/// The classes that both models name, batch after batch.
private struct Evaluation {
  static let step = 1024

  let model: GoldenModel
  let executor: NetworkExecutor
  let output: TensorType
  let classes: Int
  var float: [Int] = []
  var golden: [Int] = []
  /// Spent in the golden model.
  var seconds = 0.0

  init(_ pair: NetworkPair) throws(Failure) {
    let quantized = pair.quantized
    model = GoldenModel(quantized)
    executor = try NetworkExecutor(pair.float)
    output = quantized.types[quantized.output] ?? quantized.input
    let last = quantized.nodes.last
    let scores = last?.operation.kind == .channelArgmax ? last?.inputs.first : nil
    let type = scores.flatMap { quantized.types[$0] }
    guard type == nil || output.shape.count == 1 else {
      throw Failure(
        at: pair.float.name,
        "its output is an index for each of \(output.shape.count) places; labels name one class a sample")
    }
    classes = (type ?? output).shape.count
  }

  mutating func add(_ batch: InputFeed.Batch) throws(Failure) {
    addGolden(batch)
    let scores = try executor.output(batch.reals, batch: batch.count)
    // One number a sample is an index where there are several classes.
    let isIndex = scores.count == batch.count && classes > 1
    float +=
      isIndex ? scores.map { Int(exactly: $0) ?? 0 } : classesOf(ordered(scores), size: scores.count / batch.count)
  }

  /// The golden model's outputs in real units and the model's order.
  mutating func outputs(_ batch: InputFeed.Batch) -> [Double] { ordered(codes(batch).map { output.real($0) }) }

  private mutating func codes(_ batch: InputFeed.Batch) -> [UInt32] {
    let start = DispatchTime.now().uptimeNanoseconds
    defer { seconds += Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 }
    return model.run(batch.codes, batch: batch.count)
  }

  mutating func addGolden(_ batch: InputFeed.Batch) {
    let codes = codes(batch)
    let size = output.shape.count
    if size == 1 && classes > 1 {
      golden += codes.map { Int($0) }
    } else {
      let number = output.format.number
      golden += classesOf(ordered(codes.map { number.order(of: $0) }), size: size)
    }
  }

  /// Outputs in the model's order.
  func ordered<T>(_ values: [T]) -> [T] { executor.network.outputOrder?.apply(values) ?? values }

  /// The index of the largest of each `size` scores, the lowest of equals.
  private func classesOf<T: Comparable>(_ scores: [T], size: Int) -> [Int] {
    stride(from: 0, to: scores.count, by: size).map { start in
      (0..<size).reduce(0) { best, index in scores[start + index] > scores[start + best] ? index : best }
    }
  }

  /// Every tensor of one input as JSON: codes and values, channel-last.
  func writeTrace(of batch: InputFeed.Batch, to file: OutputFile) throws(Failure) {
    struct TracedTensor: Encodable {
      var name: String
      var shape: [Int]
      var format: String
      var scale: Double
      var zeroPoint: Int
      var codes: [UInt32]
      var values: [Double]
    }
    let tensors = model.trace(batch.codes, batch: 1)
    let order = [model.network.inputName] + model.network.nodes.map(\.name)
    let types = model.network.types
    let traced = order.compactMap { name -> TracedTensor? in
      guard let type = types[name], let codes = tensors[name] else { return nil }
      return TracedTensor(
        name: name, shape: [type.shape.height, type.shape.width, type.shape.channels],
        format: type.format.description, scale: type.scale, zeroPoint: type.zeroPoint, codes: codes,
        values: codes.map { type.real($0) })
    }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    guard let data = try? encoder.encode(traced) else { throw Failure(at: file.path, "the tensors have no text form") }
    try file.write(Array(data))
  }
}
