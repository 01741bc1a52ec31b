package import PipelineIR
internal import Support

/// How the elements of a stream lie in its words: lane 0 in the lowest bits, `laneStride` bits a lane.
package struct WordCoding: Sendable, Hashable {
  /// Elements of a word.
  package let lanes: Int
  /// Bits of an element.
  package let elementWidth: Int
  /// Bits from one lane to the next.
  package let laneStride: Int

  /// `lanes` elements, one every `laneStride` bits.
  package init(lanes: Int, elementWidth: Int, laneStride: Int) {
    self.lanes = lanes
    self.elementWidth = elementWidth
    self.laneStride = laneStride
  }

  /// Lanes without gaps, as inside the machine.
  package init(packed stream: StreamType) {
    self.init(lanes: stream.lanes, elementWidth: stream.elementWidth, laneStride: stream.elementWidth)
  }

  /// Every lane padded with zeros to whole bytes, as at the machine's ports.
  package init(padded stream: StreamType) {
    self.init(
      lanes: stream.lanes, elementWidth: stream.elementWidth, laneStride: (stream.elementWidth + 7) / 8 * 8)
  }

  /// Bits of a word.
  package var wordWidth: Int { lanes * laneStride }

  /// The words of a frame as hex digits, one a line, the last one filled up with zeros.
  package func text(_ codes: [UInt32]) -> String {
    HexText.lines(codes, lanes: lanes, width: elementWidth, stride: laneStride)
  }

  /// The same, a string for each word.
  package func words(_ codes: [UInt32]) -> [String] { text(codes).split(separator: "\n").map(String.init) }

  /// Whether the text is a word of which all digits are known.
  package func isWord(_ hex: Substring) -> Bool {
    hex.utf8.count == (wordWidth + 3) / 4 && hex.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// The code in each lane of a word; nil where a digit is unknown. Nil when the text is not such a word.
  package func codes(_ hex: String) -> [UInt32?]? {
    let digits = Array(hex.utf8.reversed())
    guard digits.count == (wordWidth + 3) / 4 else { return nil }
    var nibbles: [UInt32?] = []
    for digit in digits {
      switch digit {
      case 48...57: nibbles.append(UInt32(digit) - 48)
      case 97...102: nibbles.append(UInt32(digit) - 87)
      case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "z"), UInt8(ascii: "Z"): nibbles.append(nil)
      default: return nil
      }
    }
    return (0..<lanes).map { lane in code(in: nibbles, lane: lane) }
  }

  private func code(in nibbles: [UInt32?], lane: Int) -> UInt32? {
    var code: UInt32 = 0
    for bit in 0..<elementWidth {
      let place = lane * laneStride + bit
      guard let nibble = nibbles[place / 4] else { return nil }
      code |= (nibble >> UInt32(place % 4) & 1) << UInt32(bit)
    }
    return code
  }
}
