import Support
import TestTools

/// Bytes of data files whose headers are mostly sound, and whose elements mostly fill them.
enum HostileDataFile {
  private static let types = [
    "|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f2", "<f4", "<f8", "<f4", "<f4", "<f8", ">f4", "|O",
    "<c8",
    "|b1", "=f4", "",
  ]
  private static let shapes = [
    [4, 2, 6, 6], [2, 72], [1, 2, 6, 6], [3, 1, 2, 6, 6], [5], [0], [], [1, 0], [4, 2, 6], [2, 2, 3, 2, 6],
    [1 << 40, 72], [1 << 20, 1 << 20, 1 << 20], [-1, 72], [Int.max, 2], [3, 1 << 31], [1 << 24, 2, 6, 6],
  ]

  static func npy(_ random: inout SplitMix64) -> [UInt8] {
    let type = random.pick(types)
    let shape = random.chance(2) ? [4, 2, 6, 6] : random.pick(shapes)
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var fields = [
      "'descr': '\(type)'", "'fortran_order': \(random.chance(16) ? "True" : "False")", "'shape': (\(axes))",
    ]
    if random.chance(16) { fields.shuffle(using: &random) }
    if random.chance(32) { fields.append(random.pick(fields)) }
    let header = "{" + fields.joined(separator: ", ") + ", }"
    let size = Int(type.suffix(1)) ?? 4
    return DataFiles.npy(header: header, elements(shape, size, &random), random.chance(8) ? UInt8(random.below(5)) : 1)
  }

  static func idx(_ random: inout SplitMix64) -> [UInt8] {
    let type = random.pick([8, 8, 9, 11, 12, 13, 13, 14, 14, 0, 255] as [UInt8])
    let size = [8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8][Int(type)] ?? 1
    let shape = random.chance(2) ? [4, 2, 6, 6] : random.pick(shapes)
    return DataFiles.idx(type: type, shape: shape, elements: elements(shape, size, &random))
  }

  /// Bytes for a shape: any, or floats of either order, extreme ones among them.
  private static func elements(_ shape: [Int], _ size: Int, _ random: inout SplitMix64) -> [UInt8] {
    let count = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard (1...4096).contains(count) else { return (0..<random.below(256)).map { _ in UInt8(random.below(256)) } }
    let extremes: [Double] = [
      0, 1, -1, 1e38, -1e38, 3.4e38, 1e-38, 1e-45, 1e300, 1e-300, .leastNonzeroMagnitude, .infinity, .nan, 65504, 1e10,
      -0.0,
    ]
    let some = (0..<1 + random.below(3)).map { _ in random.pick(extremes) }
    let isBig = random.chance(2)
    let isTame = random.chance(3)
    return (0..<count).flatMap { _ -> [UInt8] in
      if size < 4 || random.chance(64) { return (0..<size).map { _ in UInt8(random.below(256)) } }
      let value = isTame ? Double.random(in: -2...2, using: &random) : random.pick(some)
      let word = size == 4 ? UInt64(Float(value).bitPattern) : value.bitPattern
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
      return isBig ? bytes.reversed() : bytes
    }
  }
}
