/// What a program printed, up to a limit.
actor OutputCollector {
  private var bytes: [UInt8] = []
  private let limit: Int
  /// Whether the program printed more than the limit; what was past it is not kept.
  private(set) var overflowed = false

  /// `limit` is in bytes.
  init(limit: Int) { self.limit = limit }

  /// Keeps a chunk; false when the limit is passed.
  func append(_ chunk: [UInt8]) -> Bool {
    let room = limit - bytes.count
    bytes.append(contentsOf: chunk.prefix(room))
    overflowed = overflowed || chunk.count > room
    return !overflowed
  }

  /// The text; bytes that are not UTF-8 are replaced.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
