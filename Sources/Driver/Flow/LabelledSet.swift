internal import Arithmetic
internal import QuantizedIR
import Support

/// Labelled images as codes and as the real values that the codes stand for, in streaming order.
struct LabelledSet {
  let samples: Samples
  let labels: [Int]
  private(set) var codes: [UInt32] = []
  private let size: Int

  /// Throws where counts differ, a label is none of the classes, or there is nothing to tell apart.
  init(images: String, labels path: String, limit: Int? = nil, classes: Int, feed: InputFeed) throws(Failure) {
    samples = try Samples.read(images, limit: limit)
    guard samples.count > 0 else { throw Failure(at: images, "holds no images") }
    let file = try Samples.labelled(path, limit: samples.count)
    guard file.available == samples.available, file.labels.count == samples.count else {
      throw Failure(at: path, "holds \(file.available) labels; '\(images)' holds \(samples.available) images")
    }
    labels = file.labels
    if let index = labels.firstIndex(where: { $0 >= classes }) {
      throw Failure(at: path, "label \(index) is \(labels[index]); the model has \(classes) classes")
    }
    size = feed.type.shape.count
    for start in stride(from: 0, to: samples.count, by: 4096) {
      codes += try feed.batch(samples, start..<min(samples.count, start + 4096)).codes
    }
  }

  var count: Int { labels.count }

  /// Throws unless there are two images or more, of two classes or more.
  func checkTrainable(_ path: String) throws(Failure) {
    guard Set(labels).count < 2 else { return }
    throw Failure(
      at: path,
      "all \(labels.count) labels are \(labels.first ?? 0); a network learns to tell two classes or more apart")
  }

  func codes(of indices: [Int]) -> [UInt32] { indices.flatMap { codes[$0 * size..<($0 + 1) * size] } }

  /// The real values of all images' codes.
  func reals(_ type: TensorType) -> [Float] {
    guard type.format.width <= 16 else { return codes.map { Float(type.real($0)) } }
    let table = (0..<UInt32(1) << UInt32(type.format.width)).map { Float(type.real($0)) }
    return codes.map { table[Int($0)] }
  }
}
