import Driver
import Foundation
import Support
import TestTools

/// NumPy's `.npy`.
struct NumPySubject: Subject {
  static let name = "npy"
  private let reader: SampleReading

  init(folder: URL) throws { reader = try SampleReading(folder: folder) }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = HostileDataFile.npy(&random)
    if random.chance(3) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws { try reader.read(path) }
}

/// IDX.
struct IDXSubject: Subject {
  static let name = "idx"
  private let reader: SampleReading

  init(folder: URL) throws { reader = try SampleReading(folder: folder) }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = HostileDataFile.idx(&random)
    if random.chance(3) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws { try reader.read(path) }
}

/// Either of them gzipped, damaged inside or outside.
struct GzipSubject: Subject {
  static let name = "gz"
  private let reader: SampleReading

  init(folder: URL) throws { reader = try SampleReading(folder: folder) }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    var inner = random.chance(2) ? HostileDataFile.npy(&random) : HostileDataFile.idx(&random)
    if random.chance(4) { ByteMutation.mutate(&inner, &random) }
    // Far more bytes than any header promises.
    if random.chance(2000) { inner += [UInt8](repeating: 0, count: 64 << 20) }
    var bytes = DataFiles.gzip(inner, level: 1)
    if random.chance(8) { bytes += DataFiles.gzip(inner, level: 1) }
    if random.chance(3) { ByteMutation.mutate(&bytes, &random) }
    return bytes
  }

  func read(_ path: String) throws { try reader.read(path) }
}

/// Class labels, given to `evaluate` beside sound images.
struct LabelSubject: Subject {
  static let name = "labels"
  private let images: String
  private let models: [String]
  private let plans: [String]

  init(folder: URL) throws {
    models = try Models.small(in: folder)
    plans = try Plans.write(to: folder)
    let file = folder.appending(path: "images")
    try Data(DataFiles.idx(shape: [5, 2, 6, 6], elements: (0..<360).map { UInt8($0 % 256) })).write(to: file)
    images = file.path
  }

  mutating func make(_ random: inout SplitMix64) -> [UInt8] {
    let labels = (0..<random.pick([5, 5, 5, 4, 6])).map { _ in UInt8(random.below(4)) }
    var bytes =
      random.chance(2)
      ? DataFiles.idx(shape: [labels.count], elements: labels)
      : DataFiles.npy("|u1", shape: "(\(labels.count),)", elements: labels)
    if random.chance(2) { ByteMutation.mutate(&bytes, &random) }
    return random.chance(8) ? DataFiles.gzip(bytes, level: 1) : bytes
  }

  func read(_ path: String) throws {
    let sum = (FileManager.default.contents(atPath: path) ?? Data()).reduce(0) { $0 &+ Int($1) }
    _ = try evaluate(
      EvaluateOptions(model: models[sum % 3], plan: plans[Plans.quick[sum % 3]], images: images, labels: path))
  }
}

/// What commands do with samples: ranges for several plans, labels.
struct SampleReading {
  private let models: [String]
  private let plans: [String?]

  init(folder: URL) throws {
    models = try Models.small(in: folder)
    plans = [nil] + (try Plans.write(to: folder).map { $0 })
  }

  func read(_ path: String) throws {
    let samples = try Samples.read(path, limit: 64)
    let values = samples.floats(of: 0..<samples.count)
    guard values.count == samples.count * samples.size else { throw Complaint("the samples do not fill their shape") }
    do { _ = try Samples.labels(path) } catch { try error.check() }
    let sum = (FileManager.default.contents(atPath: path) ?? Data()).reduce(0) { $0 &+ Int($1) }
    _ = try FrontEnd(
      model: models[sum % 3], plan: plans[sum % plans.count], calibration: path, samples: 16)
  }
}
