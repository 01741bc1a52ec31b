internal import Arithmetic
internal import NetworkIR
internal import QuantizedIR
import Support
import Training

/// Images as codes and as the real values that the codes stand for, in streaming order, and what a network is to give for
/// each.
struct LabelledSet {
  /// What is taken for the targets.
  enum Source {
    /// A file of one class an image.
    case classes(String)
    /// A file of numbers, as many an image as there are outputs; with several outputs, one integer an image is a class.
    case numbers(String)
    /// The images themselves.
    case inputs
  }

  let samples: Samples
  /// Without numbers where the images themselves are the targets.
  let targets: Targets
  /// Where they are: for each output, in the model's order, the place of its element in a streamed image.
  let copied: [Int]?
  let type: TensorType
  private(set) var codes: [UInt32] = []

  /// Throws where counts differ, a label is none of the classes, or numbers are not as many as outputs.
  init(
    images: String, _ source: Source, limit: Int? = nil, outputs: Int, feed: InputFeed
  ) throws(Failure) {
    samples = try Samples.read(images, limit: limit)
    type = feed.type
    guard samples.count > 0 else { throw Failure(at: images, "holds no images") }
    switch source {
    case .classes(let path): targets = try Targets(path, of: samples, outputs: outputs, isNumbers: false)
    case .numbers(let path): targets = try Targets(path, of: samples, outputs: outputs, isNumbers: true)
    case .inputs: targets = .reals([], outputs: outputs)
    }
    if case .inputs = source {
      guard outputs == type.shape.count else {
        throw Failure(
          at: images, "has \(type.shape.count) elements an image, which are the targets of \(outputs) outputs")
      }
      // Where in the stream an element of the model's order is.
      var places = [Int](repeating: 0, count: outputs)
      for (place, element) in feed.input.order.apply(Array(0..<outputs)).enumerated() { places[element] = place }
      copied = places
    } else {
      copied = nil
    }
    for start in stride(from: 0, to: samples.count, by: 4096) {
      codes += try feed.batch(samples, start..<min(samples.count, start + 4096)).codes
    }
  }

  var count: Int { samples.count }

  /// Throws unless there are two images or more and, where they are labelled, two classes or more.
  func checkTrainable(_ path: String) throws(Failure) {
    guard count > 1 else { throw Failure(at: path, "holds 1 image; training sets some aside and learns from others") }
    guard case .classes(let labels) = targets, Set(labels).count < 2 else { return }
    throw Failure(
      at: path,
      "all \(labels.count) labels are \(labels.first ?? 0); a network learns to tell two classes or more apart")
  }

  func codes(of indices: [Int]) -> [UInt32] {
    indices.flatMap { codes[$0 * type.shape.count..<($0 + 1) * type.shape.count] }
  }

  /// What a network is to give for some of the images.
  func targets(of indices: [Int]) -> Targets {
    guard let copied else { return targets.of(indices) }
    let numbers = indices.flatMap { index in
      copied.map { Float(type.real(codes[index * type.shape.count + $0])) }
    }
    return .reals(numbers, outputs: copied.count)
  }

  /// The real values of all images' codes.
  func reals() -> [Float] {
    guard type.format.width <= 16 else { return codes.map { Float(type.real($0)) } }
    let table = (0..<UInt32(1) << UInt32(type.format.width)).map { Float(type.real($0)) }
    return codes.map { table[Int($0)] }
  }
}

extension Targets {
  /// Those of a file, one for each of the samples, of which the file has as many.
  init(_ path: String, of samples: Samples, outputs: Int, isNumbers: Bool) throws(Failure) {
    let file = try Samples.read(path, limit: samples.count)
    guard file.available == samples.available, file.count == samples.count else {
      throw Failure(at: path, "holds \(file.available) labels; '\(samples.file)' holds \(samples.available) images")
    }
    guard !isNumbers || file.kind.isInteger && file.size == 1 && outputs > 1 else {
      guard file.size == outputs else {
        throw Failure(
          at: path, "holds \(file.size) numbers a sample (shape \(file.shape)); the model has \(outputs) outputs")
      }
      self = .reals(file.floats(of: 0..<file.count), outputs: outputs)
      return
    }
    let labels = try Samples.labels(of: file)
    if let index = labels.firstIndex(where: { $0 >= outputs }) {
      throw Failure(at: path, "label \(index) is \(labels[index]); the model has \(outputs) classes")
    }
    self = .classes(labels)
  }
}
