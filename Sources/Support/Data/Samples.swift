/// Inputs or labels from a file: `count` samples of one shape.
///
/// Reads IDX (plain or gzip) and NumPy's `.npy`. Integer elements stay integers, so that pixels reach the hardware
/// as the codes that they are; floats are finite.
package struct Samples: Sendable {
  /// The elements of all samples, one sample after another, in row-major order.
  package enum Values: Sendable, Equatable {
    case uint8([UInt8])
    case int8([Int8])
    /// Wider integers.
    case integers([Int64])
    case floats([Float])
  }

  /// The file's name in messages.
  package let file: String
  /// The shape of one sample, outermost axis first; empty for labels.
  package let shape: [Int]
  /// Samples read.
  package let count: Int
  /// Samples that the file's header promises.
  package let available: Int
  /// How elements are written in the file.
  package let kind: ElementKind
  /// The elements of all samples, one sample after another.
  package let values: Values

  /// Elements a sample.
  package var size: Int { shape.reduce(1, *) }

  /// Elements in range are integers when the file's are; nil for floats.
  package func integers(of samples: Range<Int>) -> [Int]? {
    let range = elements(of: samples)
    return switch values {
    case .uint8(let all): all[range].map { Int($0) }
    case .int8(let all): all[range].map { Int($0) }
    case .integers(let all): all[range].map { Int($0) }
    case .floats: nil
    }
  }

  /// The same elements as floats, rounded to nearest where an integer has more than 24 bits.
  package func floats(of samples: Range<Int>) -> [Float] {
    let range = elements(of: samples)
    return switch values {
    case .uint8(let all): all[range].map { Float($0) }
    case .int8(let all): all[range].map { Float($0) }
    case .integers(let all): all[range].map { Float($0) }
    case .floats(let all): Array(all[range])
    }
  }

  private func elements(of samples: Range<Int>) -> Range<Int> {
    samples.lowerBound * size..<samples.upperBound * size
  }
}

extension Samples {
  /// Reads a file of samples, at most `limit` of them; the format is told by its first bytes.
  package static func read(_ path: String, limit: Int? = nil) throws(Failure) -> Samples {
    try read(ByteSource(path: path), limit: limit)
  }

  /// Reads an IDX or `.npy` file, plain or gzipped; throws a `Failure` that names the file and what is wrong in it.
  package static func read(_ source: ByteSource, limit: Int? = nil) throws(Failure) -> Samples {
    let magic = try source.read(4, for: "its header")
    let header: SampleHeader
    if magic.starts(with: [0, 0]) {
      header = try .idx(magic: magic, from: source)
    } else if magic == [0x93] + Array("NUM".utf8) {
      header = try .npy(from: source)
    } else {
      throw Failure(
        at: source.name, "is neither an IDX file nor a NumPy .npy file",
        notes: ["IDX starts with two zero bytes, .npy with 0x93 and 'NUMPY'; both may be gzipped"])
    }
    return try header.samples(from: source, limit: limit)
  }

  /// Reads a file of class labels: one integer from 0 a sample.
  package static func labels(_ path: String, limit: Int? = nil) throws(Failure) -> [Int] {
    try labels(ByteSource(path: path), limit: limit)
  }

  /// Reads one integer from 0 on a sample; throws a `Failure` where the file holds others.
  package static func labels(_ source: ByteSource, limit: Int? = nil) throws(Failure) -> [Int] {
    try labels(of: read(source, limit: limit))
  }

  /// The labels that a file's samples are, which has to hold one integer from 0 on a sample.
  package static func labels(of samples: Samples) throws(Failure) -> [Int] {
    guard samples.size == 1 else {
      throw Failure(
        at: samples.file, "holds samples of shape \(samples.shape); labels are one integer a sample")
    }
    guard let labels = samples.integers(of: 0..<samples.count) else {
      throw Failure(at: samples.file, "holds \(samples.kind.rawValue) elements; labels are integers")
    }
    if let index = labels.firstIndex(where: { $0 < 0 }) {
      throw Failure(at: samples.file, "label \(index) is \(labels[index]); labels count from 0")
    }
    return labels
  }
}
