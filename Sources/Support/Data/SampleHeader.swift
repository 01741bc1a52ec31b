/// What the header of a data file says: the shape of all samples together, and how elements are stored.
struct SampleHeader {
  var kind: ElementKind
  var bigEndian: Bool
  /// Samples first, then the shape of one.
  var shape: [Int]

  /// Bytes of elements and values.
  private static let most = 3 << 29

  /// The elements of the first `limit` samples; nothing behind them is read.
  func samples(from source: ByteSource, limit: Int?) throws(Failure) -> Samples {
    guard let available = shape.first else {
      throw Failure(at: source.name, "holds a single number; the first axis has to count samples")
    }
    let sample = Array(shape.dropFirst())
    let count = min(available, limit ?? available)
    let bytes = try Self.product(sample + [kind.size, available], file: source.name)
    guard bytes > 0, count > 0 else { throw Failure(at: source.name, "holds no samples (shape \(shape))") }
    // What is read and the values made of it stand in memory together.
    let needed = bytes / available * count
    guard needed + needed / kind.size * kind.valueSize <= Self.most else {
      throw Failure(
        at: source.name, "\(count) samples of shape \(sample) take \(needed >> 20) MiB, too much to read at once",
        notes: ["take fewer, or store them in elements of 8 bits"])
    }
    let data = try source.read(needed, for: "its elements")
    if count == available { try source.expectEnd() }
    guard let values = kind.values(of: data, bigEndian: bigEndian) else {
      throw Failure(at: source.name, "holds an integer past 2^63 - 1")
    }
    if case .floats(let all) = values, let index = all.firstIndex(where: { !$0.isFinite }) {
      let size = all.count / count
      throw Failure(
        at: source.name, "sample \(index / size), element \(index % size) is \(all[index]); elements have to be finite")
    }
    return Samples(
      file: source.name, shape: sample, count: count, available: available, kind: kind, values: values)
  }

  private static func product(_ extents: [Int], file: String) throws(Failure) -> Int {
    var product = 1
    for extent in extents {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow, next <= 1 << 33 else {
        throw Failure(at: file, "its header promises more than 2^33 bytes")
      }
      product = next
    }
    return product
  }
}
