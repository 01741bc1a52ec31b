import Arithmetic
import Support
import Testing

/// Operations beside the results of TestFloat, SoftFloat and Universal, every row; NaN is one class.
@Suite struct OperatorVectorTests {
  private static let files: [(name: String, format: String, rows: Int)] =
    [("f16", "fp16", 46_464), ("f32", "fp32", 46_464), ("bf16", "bf16", 85_600)]
    + [("posit_16_1", "posit<16,1>", 200_000), ("posit_32_2", "posit<32,2>", 200_000)]
    + (0...2).map { ("posit_8_\($0)", "posit<8,\($0)>", 65_536) }

  @Test(.enabled(if: SharedVectorTests.isPresent, "needs the folder ../shared/vectors"), arguments: files)
  func everyRow(_ name: String, _ spelling: String, count: Int) throws {
    let format = try #require(try Format(spelling).number as? any OperatorFormat)
    let definition = OperatorDefinition(format)
    for operation in ["mul", "add"] {
      let rows = try VectorRows("\(name)_\(operation)").rows
      #expect(rows.count == count)
      let isProduct = operation == "mul"
      for (index, row) in rows.enumerated() {
        let found = isProduct ? format.multiply(row.a, row.b) : format.add(row.a, row.b)
        // Codes of NaN other than ours are the same result.
        let expected = format.isNotANumber(row.result) ? format.notANumber : row.result
        if found != expected { Issue.record("\(operation) row \(index + 1) \(row): found \(found)") }
        guard index % 61 == 0 else { continue }
        let defined = isProduct ? definition.multiply(row.a, row.b) : definition.add(row.a, row.b)
        if defined != expected { Issue.record("\(operation) row \(index + 1) \(row): defined as \(defined)") }
      }
    }
  }
}

/// Operations beside the machine's own floats.
@Suite struct MachineOperatorTests {
  private static let halves = FloatFormat(exponentWidth: 5, fractionWidth: 10)
  private static let singles = FloatFormat(exponentWidth: 8, fractionWidth: 23)

  @Test func binary32() {
    let format = Self.singles
    var compared = 0
    for (a, b) in Samples.pairs(of: format, count: 200_000, seed: 451) {
      let (x, y) = (Float(bitPattern: a), Float(bitPattern: b))
      for (found, machine) in [
        (format.multiply(a, b), x * y), (format.add(a, b), x + y), (format.subtract(a, b), x - y),
      ] {
        let expected = machine.isNaN ? format.notANumber : machine.bitPattern
        if found != expected { Issue.record("\(a) \(b): found \(found), expected \(expected)") }
        compared += 1
      }
      let expected: Comparison = x < y ? .less : x == y ? .equal : x > y ? .greater : .unordered
      if format.compare(a, b) != expected { Issue.record("\(a) \(b): not \(expected)") }
    }
    #expect(compared == 600_000)
  }

  /// Sums and products of halves are exact in double precision, so that one rounding is left.
  @Test func binary16() {
    let format = Self.halves
    for (a, b) in Samples.pairs(of: format, count: 100_000, seed: 452) {
      let (x, y) = (Float16(bitPattern: UInt16(a)), Float16(bitPattern: UInt16(b)))
      for (found, machine) in [
        (format.multiply(a, b), Float16(Double(x) * Double(y))), (format.add(a, b), Float16(Double(x) + Double(y))),
      ] {
        let expected = machine.isNaN ? format.notANumber : UInt32(machine.bitPattern)
        if found != expected { Issue.record("\(a) \(b): found \(found), expected \(expected)") }
      }
    }
  }

  /// Without subnormals the result is the machine's, unless an operand or the result is subnormal or next to it.
  @Test func flushedBinary32() {
    let format = FloatFormat(exponentWidth: 8, fractionWidth: 23, variant: .flush)
    var compared = 0
    for (a, b) in Samples.pairs(of: format, count: 100_000, seed: 453) {
      let (x, y) = (Float(bitPattern: a), Float(bitPattern: b))
      if x.isSubnormal || y.isSubnormal { continue }
      for (found, machine) in [(format.multiply(a, b), x * y), (format.add(a, b), x + y)] {
        if machine.isSubnormal || machine.magnitude == .leastNormalMagnitude { continue }
        let expected = machine.isNaN ? format.notANumber : machine.bitPattern
        if found != expected { Issue.record("\(a) \(b): found \(found), expected \(expected)") }
        compared += 1
      }
    }
    #expect(compared > 150_000)
  }
}
