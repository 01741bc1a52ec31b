import Arithmetic
import Operators
import Support
import Testing

/// What must hold of approximate products, whatever their parameters.
@Suite struct PropertyTests {
  private static func plam(_ format: String, _ name: String = "plam") throws -> Operator {
    try OperatorRegistry.make(OperatorRequest("multiply", formats: [try Format(format)], multiplier: name))
  }

  private static func table(_ made: Operator) throws -> [UInt64] {
    let pairs = try AllPairs(made)
    return (0..<pairs.blocks).flatMap { pairs.block($0).evaluate(made) }
  }

  /// PLAM on bit strings does not depend on the exponent's width, and products are symmetric.
  @Test(arguments: [5, 6, 8]) func plamIsOneFunction(width: Int) throws {
    let tables = try (0...min(3, width - 5)).map { try Self.table(Self.plam("posit<\(width),\($0)>")) }
    for table in tables { #expect(table == tables[0]) }
    let count = 1 << width
    for a in 0..<count {
      for b in 0..<a where tables[0][a * count + b] != tables[0][b * count + a] { Issue.record("\(a), \(b)") }
    }
  }

  /// A product by one is the other operand; not so with compensation.
  @Test(arguments: ["posit<8,0>", "posit<8,2>", "posit<16,1>", "fp8-e4m3", "fp16"])
  func productsByOne(spelling: String) throws {
    let format = try Format(spelling).number
    let one = format.encode(1.0)
    let codes = (0...format.codeMask).filter { format.hasValue($0) }
    let name = format is PositFormat ? "plam" : "mitchell"
    let made = try Self.plam(spelling, name)
    #expect(codes.allSatisfy { made.function.result([$0], [one], words: 1) == [UInt64($0)] })
    #expect(codes.allSatisfy { made.function.result([one], [$0], words: 1) == [UInt64($0)] })
    // With three fraction bits 3/64 is rounded away.
    guard format is PositFormat, spelling != "posit<8,2>" else { return }
    let compensated = try Self.plam(spelling, "plam+c")
    #expect(!codes.allSatisfy { compensated.function.result([$0], [one], words: 1) == [UInt64($0)] })
  }

  /// Relative errors before rounding stay inside the bounds that READMEs state, and come near them.
  @Test(arguments: [
    ("mitchell<exact>", -0.11111112, 0), ("mitchell-w<6,exact>", -0.1471, 0), ("mitchell-w<8,exact>", -0.1206, 0),
    ("mitchell-w<4,exact>", -0.2423, 0),
  ]) func boundsOfIntegers(name: String, low: Double, high: Double) throws {
    let format = try Format("ufixed<12>")
    let made = try OperatorRegistry.make(OperatorRequest("multiply", formats: [format], multiplier: name))
    var least = 0.0
    var most = 0.0
    var random = SplitMix64(seed: 9)
    for _ in 0..<200_000 {
      // Products above 2^16, so that the bits cut off count for nothing.
      let (a, b) = (1024 + UInt32(random.next() % 3072), 1024 + UInt32(random.next() % 3072))
      let found = made.function.result([a], [b], words: 1)[0]
      let error = Double(found) / (Double(a) * Double(b)) - 1
      least = min(least, error)
      most = max(most, error)
    }
    #expect(least > low && least < low * 0.97, "\(least)")
    #expect(most <= high, "\(most)")
    #expect(made.errorBound.contains("relative"), "\(made.errorBound)")
  }

  @Test(arguments: ["posit<8,0>", "posit<8,2>", "posit<9,1>"]) func boundsOfPlam(spelling: String) throws {
    let format = try Format(spelling).number
    let core = try MultiplierRegistry.multiplier("plam")
    let codes = (0...format.codeMask).filter { format.hasValue($0) && $0 != 0 }
    var least = 0.0
    for a in codes {
      for b in codes {
        let product = core.product(format.operand(of: a), format.operand(of: b))
        let approximate = Dyadic(product.significand, exponent: product.shift + 2 * format.operandShape.lsb).double
        let exact = try abs(#require(format.double(of: a)) * #require(format.double(of: b)))
        let error = approximate / exact - 1
        if error < -0.1111112 || error > 0 { Issue.record("\(a) * \(b): \(error)") }
        least = min(least, error)
      }
    }
    #expect(least == 8.0 / 9 - 1)
  }

  /// The bounds in READMEs, of which the paper gives -11.1 % and -14.7 %.
  @Test func statedBounds() throws {
    for (name, text) in [
      ("plam", "between -11.11 % and 0 %"), ("plam+c", "between -8.27 % and +4.69 %"),
    ] {
      #expect(try Self.plam("posit<16,1>", name).errorBound.contains(text), "\(name)")
    }
    let made = try OperatorRegistry.make(
      OperatorRequest("multiply", formats: [try Format("fixed<16>")], multiplier: "mitchell-w<6>"))
    #expect(made.errorBound.contains("between -14.70 % and 0 %"), "\(made.errorBound)")
    #expect(made.multiplier == "mitchell-w<6,ones>")
  }
}
