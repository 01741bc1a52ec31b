import Support

extension Samples {
  /// The samples in a file with these bytes.
  static func of(_ bytes: [UInt8], limit: Int? = nil) throws(Failure) -> Samples {
    try read(ByteSource(name: "data", bytes: bytes), limit: limit)
  }

  /// The message with which reading these bytes fails; nil when it succeeds.
  static func complaint(_ bytes: [UInt8], limit: Int? = nil) -> String? {
    do throws(Failure) {
      _ = try of(bytes, limit: limit)
      return nil
    } catch { return error.description }
  }
}
