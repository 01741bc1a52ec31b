internal import Arithmetic
internal import Operators
package import Support
internal import Verilog

/// The operators whose public counterparts have been measured.
extension Circuit {
  /// The rows of the table of operators; throws where one cannot be made.
  package static func operators() throws(Failure) -> [Circuit] {
    var circuits: [Circuit] = []
    for format in ["posit<8,0>", "posit<8,1>", "posit<8,2>", "posit<16,1>", "posit<16,2>", "posit<32,2>"] {
      circuits.append(try product("\(format) multiply", [format]))
    }
    for format in ["posit<8,2>", "posit<16,1>", "posit<32,2>"] {
      let made = try product("", [format], "plam")
      circuits.append(try product("PLAM \(made.inputs[0].width)", [format], "plam"))
    }
    for format in ["posit<8,2>", "posit<16,1>", "posit<16,2>", "posit<32,2>"] {
      circuits.append(try sum("\(format) add", format))
    }
    for format in ["bposit<8,1,3>", "bposit<16,5,6>", "bposit<32,5,6>"] {
      circuits += [try product("\(format) multiply", [format]), try sum("\(format) add", format)]
    }
    for (title, multiplier) in [("Mitchell", "mitchell"), ("Mitch-w6", "mitchell-w<6>")] {
      for width in [8, 16, 32] {
        circuits.append(try product("\(title) \(width)", ["ufixed<\(width)>"], multiplier))
      }
    }
    for width in [8, 16, 32] { circuits.append(try product("exact \(width), unsigned", ["ufixed<\(width)>"])) }
    for (a, b) in [(8, 8), (16, 8), (16, 16)] {
      circuits.append(try product("exact \(a) x \(b), signed", ["fixed<\(a)>", "fixed<\(b)>"]))
    }
    return try circuits + floats() + weights()
  }

  private static func floats() throws(Failure) -> [Circuit] {
    var circuits: [Circuit] = []
    for suffix in ["", ", flushing"] {
      for (name, fields) in [("bf16", "8,7"), ("fp16", "5,10"), ("fp32", "8,23")] {
        let format = "float<\(fields)\(suffix.isEmpty ? "" : ",ftz")>"
        circuits.append(try product("\(name) multiply\(suffix)", [format]))
        circuits.append(try sum("\(name) add\(suffix)", format))
      }
    }
    return circuits
  }

  private static func weights() throws(Failure) -> [Circuit] {
    [
      try signed("binary weight x fp32", "binary"), try signed("ternary weight x fp32", "ternary"),
      try product("e4m3 weight x 8-bit activation", ["float<4,3,finite>", "fixed<8>"]),
      try product("e4m3 weight x 16-bit activation", ["float<4,3,finite>", "fixed<16>"]),
      try product("pow2<4> weight x 8-bit activation", ["pow2<4>", "fixed<8>"]),
      try product("apot<5,2> weight x 8-bit activation", ["apot<5,2>", "fixed<8>"]),
      try product("apot<7,3> weight x 8-bit activation", ["apot<7,3>", "fixed<8>"]),
      try product("apot<7,3> weight x 16-bit activation", ["apot<7,3>", "fixed<16>"]),
    ]
  }

  static func format(_ text: String) throws(Failure) -> Format {
    do throws(FormatError) { return try Format(text) } catch { throw Failure(at: "format '\(text)'", error.message) }
  }

  static func makeOperator(_ name: String, _ formats: [String], _ multiplier: String? = nil) throws(Failure) -> Operator
  {
    var read: [Format] = []
    for text in formats { read.append(try format(text)) }
    return try OperatorRegistry.make(OperatorRequest(name, formats: read, multiplier: multiplier))
  }

  static func product(_ title: String, _ formats: [String], _ multiplier: String? = nil) throws(Failure) -> Circuit {
    let made = try makeOperator("multiply", formats, multiplier)
    return Circuit(
      title, made, [.filling(.weight, made.operands[0].format), .filling(.activation, made.operands[1].format)])
  }

  static func sum(_ title: String, _ format: String) throws(Failure) -> Circuit {
    let made = try makeOperator("add", [format])
    return Circuit(title, made, [Stimulus(.sum, made.operands[0].format), Stimulus(.product, made.operands[1].format)])
  }

  /// A sign or nothing applied to a code of fp32, which stays a code.
  static func signed(_ title: String, _ weight: String) throws(Failure) -> Circuit {
    let weights = try format(weight)
    let top = Module(
      name: "\(weight)_fp32",
      ports: [
        .init(.input, "a", width: weights.width), .init(.input, "b", width: 32), .init(.output, "result", width: 32),
      ],
      items: [.assign("result", signedCode(weight, "a", "b"))])
    return Circuit(
      title, top: top, operators: [],
      inputs: [
        Input("a", width: weights.width, Stimulus(.weight, weights)),
        Input("b", width: 32, Stimulus(.activation, try format("fp32"))),
      ], resultWidth: 32)
  }

  /// `{x.sign ^ w, x.magnitude}`, for ternary weights the magnitude held by the weight's low bit.
  static func signedCode(_ weight: String, _ w: Expression, _ x: Expression) -> Expression {
    let magnitude = x[30, 0]
    guard weight == "ternary" else { return .concat(x[31] ^ w[0], magnitude) }
    return .concat(x[31] ^ w[1], magnitude & .repetition(31, w[0]))
  }
}
