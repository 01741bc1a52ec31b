/// The registers of a machine behind AXI4-Lite: described here, and nowhere else.
struct RegisterMap {
  /// Some bits of a register.
  struct Field {
    enum Access: String { case read, write, constant }

    var name: String
    var bits: ClosedRange<Int>
    var access: Access
    var description: String
    /// What it reads as: a Verilog expression of as many bits.
    var value: String

    init(_ name: String, _ bits: ClosedRange<Int>, _ access: Access, _ description: String, _ value: String) {
      (self.name, self.bits, self.access) = (name, bits, access)
      (self.description, self.value) = (description, value)
    }
  }

  /// One word of 32 bits.
  struct Register {
    var name: String
    /// In bytes.
    var offset: Int
    var description: String
    /// From the lowest bits on.
    var fields: [Field]
  }

  /// Changes with the meaning of registers.
  static let version = 1

  let registers: [Register]

  /// - Parameter design: the first 32 bits of the design's hash, in hex.
  init(design: String) {
    registers = [
      Register("VERSION", 0x00, "Which edition of this map it is", .constant, "The edition", "32'd\(Self.version)"),
      Register(
        "DESIGN", 0x04, "Which design it is", .constant, "The first 32 bits of the design's SHA-256", "32'h\(design)"),
      Register(
        name: "CONTROL", offset: 0x08, description: "What can be done",
        fields: [Field("RESET", 0...0, .write, "1 resets the machine, the status and the counters", "1'b0")]),
      Register(
        name: "STATUS", offset: 0x0c, description: "Frames of a wrong length since the reset, and who waits now",
        fields: [
          Field("EARLY", 0...0, .read, "A frame ended early and was filled up with zeros", "frame_error[0]"),
          Field("LATE", 1...1, .read, "A frame ended late and was cut", "frame_error[1]"),
          Field("INPUT_WAITS", 2...2, .read, "A word waits to be taken", "s_axis_tvalid && !s_axis_tready"),
          Field("OUTPUT_WAITS", 3...3, .read, "A word waits to leave", "m_axis_tvalid && !m_axis_tready"),
        ]),
      Register(
        "CYCLES_LOW", 0x10, "Clocks since the reset", .read,
        "The low 32 bits; reading them keeps the high ones for CYCLES_HIGH", "cycles_q[31:0]"),
      Register(
        "CYCLES_HIGH", 0x14, "Clocks since the reset", .read, "The high 32 bits when CYCLES_LOW was read",
        "cycles_high_q"),
      Register(
        "FRAMES_IN", 0x18, "Frames that entered", .read, "Words taken with tlast since the reset", "frames_in_q"),
      Register("FRAMES_OUT", 0x1c, "Frames that left", .read, "Words given with tlast since the reset", "frames_out_q"),
    ]
  }

  /// The offset of a register, in hex of two digits.
  func offset(_ name: String) -> String { (registers.first { $0.name == name }?.offset ?? 0).hex(2) }
}

extension RegisterMap.Register {
  /// A register of one field, `VALUE`, of 32 bits.
  fileprivate init(
    _ name: String, _ offset: Int, _ description: String, _ access: RegisterMap.Field.Access, _ meaning: String,
    _ value: String
  ) {
    self.init(
      name: name, offset: offset, description: description,
      fields: [RegisterMap.Field("VALUE", 0...31, access, meaning, value)])
  }

  /// What the whole word reads as: the fields, from the highest on, with zeros between them.
  var value: String {
    var (parts, next): ([String], Int) = ([], 0)
    for field in fields {
      if field.bits.lowerBound > next { parts.append("\(field.bits.lowerBound - next)'d0") }
      parts.append(field.value)
      next = field.bits.upperBound + 1
    }
    if next < 32 { parts.append("\(32 - next)'d0") }
    return parts.count == 1 ? parts[0] : "{\(parts.reversed().joined(separator: ", "))}"
  }
}

extension RegisterMap.Field {
  /// The bits of the register.
  var mask: Int { ((1 << bits.count) - 1) << bits.lowerBound }
}

extension Int {
  /// So many hexadecimal digits at least.
  func hex(_ digits: Int) -> String {
    let text = String(self, radix: 16)
    return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
  }
}
