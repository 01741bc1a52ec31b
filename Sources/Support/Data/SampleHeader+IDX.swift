/// IDX: two zero bytes, the element type, the number of axes, each axis as a big-endian 32-bit count, the elements.
///
/// Source: the format note on the MNIST database's page, LeCun, Cortes & Burges.
extension SampleHeader {
  private static let kinds: [UInt8: ElementKind] = [
    0x08: .uint8, 0x09: .int8, 0x0B: .int16, 0x0C: .int32, 0x0D: .float32, 0x0E: .float64,
  ]

  /// - Parameter magic: the file's first four bytes, already read.
  static func idx(magic: [UInt8], from source: ByteSource) throws(Failure) -> SampleHeader {
    guard let kind = kinds[magic[2]] else {
      throw Failure(
        at: source.name, "IDX element type \(magic[2]) is unknown; expected 8, 9, 11, 12, 13 or 14")
    }
    let axes = Int(magic[3])
    let bytes = try source.read(axes * 4, for: "its header")
    let shape = (0..<axes).map { axis in
      bytes[axis * 4..<axis * 4 + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    return SampleHeader(kind: kind, bigEndian: true, shape: shape)
  }
}
