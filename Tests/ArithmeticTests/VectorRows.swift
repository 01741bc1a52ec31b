import Foundation
import TestTools

/// The rows of a vector file: hexadecimal numbers, blank separated.
struct VectorRows {
  /// The first three numbers of each row: two operands and a result.
  var rows: [(a: UInt32, b: UInt32, result: UInt32)] = []

  /// Throws where a row has fewer than three numbers.
  init(_ file: String) throws {
    let text = try run("gzip", ["-dc", "\(file).txt.gz"], in: SharedVectorTests.folder).output
    var words: [UInt32] = []
    var word: UInt32?
    func close() {
      if let finished = word { words.append(finished) }
      word = nil
    }
    for byte in text.utf8 {
      if let digit = Self.digit(byte) {
        word = (word ?? 0) << 4 | digit
        continue
      }
      close()
      if byte == UInt8(ascii: "\n") {
        guard words.count >= 3 else { throw RowError(file: file, row: rows.count + 1) }
        rows.append((words[0], words[1], words[2]))
        words.removeAll(keepingCapacity: true)
      }
    }
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    default: nil
    }
  }
}

struct RowError: Error {
  var file: String
  var row: Int
}
