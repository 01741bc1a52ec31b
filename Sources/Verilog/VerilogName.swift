internal import Support

/// Names that Verilog takes.
package enum VerilogName {
  /// Whether `name` is a simple identifier and no reserved word of Verilog or SystemVerilog that tools in use refuse.
  package static func isLegal(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || isDigit($0) } && !ReservedWords.verilog.contains(name)
  }

  /// A legal name close to `name`: other characters become `_`, a digit in front gets `n`, a reserved word a
  /// `_` behind.
  package static func sanitize(_ name: String) -> String {
    var bytes = name.utf8.map { isLetter($0) || isDigit($0) ? $0 : UInt8(ascii: "_") }
    if let first = bytes.first, isDigit(first) { bytes.insert(UInt8(ascii: "n"), at: 0) }
    let text = bytes.isEmpty ? "unnamed" : String(decoding: bytes, as: UTF8.self)
    return ReservedWords.verilog.contains(text) ? text + "_" : text
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
