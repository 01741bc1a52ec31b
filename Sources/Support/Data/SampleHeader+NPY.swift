/// NumPy's `.npy`, versions 1 to 3: a magic string, a version, the length of a Python literal, the literal, the elements.
///
/// Source: NumPy Enhancement Proposal 1.
extension SampleHeader {
  /// Reads what follows the first four bytes of the magic string.
  static func npy(from source: ByteSource) throws(Failure) -> SampleHeader {
    let fixed = try source.read(4, for: "its header")
    guard fixed.starts(with: Array("PY".utf8)) else {
      throw Failure(at: source.name, "is not a NumPy .npy file: its magic string is damaged")
    }
    guard (1...3).contains(fixed[2]), fixed[3] == 0 else {
      throw Failure(
        at: source.name, "has .npy version \(fixed[2]).\(fixed[3]); versions 1.0, 2.0 and 3.0 are supported")
    }
    let lengthBytes = try source.read(fixed[2] == 1 ? 2 : 4, for: "its header")
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= 1 << 16 else { throw Failure(at: source.name, "has a header of \(length) bytes") }
    let text = String(decoding: try source.read(length, for: "its header"), as: UTF8.self)
    var literal = PythonLiteral(text)
    guard let fields = literal.dictionary() else {
      throw Failure(at: source.name, "has a header that cannot be read: \(text.prefix(80))")
    }
    return try header(of: fields, file: source.name)
  }

  private static func header(
    of fields: [String: PythonLiteral.Value], file: String
  ) throws(Failure) -> SampleHeader {
    guard case .text(let type) = fields["descr"], case .truth(let fortran) = fields["fortran_order"],
      case .tuple(let shape) = fields["shape"]
    else {
      throw Failure(at: file, "its header lacks 'descr', 'fortran_order' or 'shape'")
    }
    guard !fortran else {
      throw Failure(
        at: file, "is in Fortran order; C order is supported",
        notes: ["save it again with numpy.ascontiguousarray"])
    }
    guard let kind = kind(of: type) else {
      throw Failure(
        at: file,
        "has elements of type '\(type)'; |u1, |i1 and little-endian u2, i2, u4, i4, u8, i8, f2, f4, f8 "
          + "are supported")
    }
    return SampleHeader(kind: kind, bigEndian: false, shape: shape)
  }

  private static func kind(of type: String) -> ElementKind? {
    guard let order = type.first, "<|=".contains(order) else { return nil }
    let kind: ElementKind? =
      switch type.dropFirst() {
      case "u1": .uint8
      case "i1": .int8
      case "u2": .uint16
      case "i2": .int16
      case "u4": .uint32
      case "i4": .int32
      case "u8": .uint64
      case "i8": .int64
      case "f2": .float16
      case "f4": .float32
      case "f8": .float64
      default: nil
      }
    return order == "|" && kind?.size != 1 ? nil : kind
  }
}
