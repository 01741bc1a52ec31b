import Arithmetic
import Foundation
import Support
import Testing

/// Conversions between formats, and the fast sigmoid.
@Suite struct ConversionTests {
  /// From every sampled format into every format with an arithmetic, by the definition and in machine words.
  @Test func everyPairOfFormats() throws {
    let sources = try Samples.formats()
    for target in sources {
      for source in sources {
        let codes = Samples.codes(of: source, count: 20, seed: 461).shuffled().prefix(20)
        for code in codes {
          let value = try #require(source.value(of: code))
          #expect(
            target.converted(code, from: source) == target.encode(value), "\(source) to \(target): \(code)")
          guard let target = target as? any OperatorFormat else { continue }
          let definition = OperatorDefinition(target)
          #expect(target.convert(code, from: source) == definition.convert(code, from: source))
        }
      }
    }
  }

  @Test func whatIsNoNumber() throws {
    func convert(_ code: UInt32, _ source: String, _ target: String) throws -> UInt32 {
      let format = try #require(try Format(target).number as? any OperatorFormat)
      return format.convert(code, from: try Format(source).number)
    }
    #expect(try convert(0x7C00, "fp16", "posit<8,0>") == 0x80)
    #expect(try convert(0x7C01, "fp16", "posit<8,0>") == 0x80)
    #expect(try convert(0x80, "posit<8,0>", "fp16") == 0x7E00)
    #expect(try convert(0xFC00, "fp16", "fp32") == 0xFF80_0000)
    #expect(try convert(0x8000, "fp16", "fp32") == 0x8000_0000)
    #expect(try convert(0x8000, "fp16", "posit<16,1>") == 0)
    #expect(try convert(0x7F7F_FFFF, "fp32", "fp16") == 0x7C00)
    #expect(try convert(0x7F7F_FFFF, "fp32", "posit<16,1>") == 0x7FFF)
    #expect(try convert(0x0000_0001, "fp32", "posit<16,1>") == 1)
    #expect(try convert(0b10, "ternary", "fp32") == 0x7FC0_0000)
    #expect(try convert(0xFC00, "fp16", "float<4,3,finite>") == 0xFF)
    let (byte, half) = (try Format("fixed<8>").number, try Format("fp16").number)
    #expect(byte.converted(0x7C00, from: half) == 0x7F)
    #expect(byte.converted(0xFC00, from: half) == 0x80)
    #expect(byte.converted(0x7E00, from: half) == 0)
    #expect(half.converted(0x80, from: try Format("posit<8,0>").number) == 0x7E00)
    #expect(try Format("posit<8,0>").number.converted(0xFC00, from: half) == 0x81)
  }

  @Test func widerFormatsHoldNarrowerOnes() throws {
    for (narrow, wide) in [
      ("fp16", "fp32"), ("bf16", "fp32"), ("posit<8,0>", "posit<16,1>"), ("posit<16,1>", "posit<32,2>"),
      ("posit<16,1>", "fp32"), ("fp8-e4m3", "posit<16,2>"), ("fixed<8>", "posit<16,1>"),
    ] {
      let (source, target) = (try Format(narrow).number, try Format(wide).number)
      for code in stride(from: 0, through: source.codeMask, by: 5) where source.hasValue(code) {
        let there = target.converted(code, from: source)
        #expect(target.value(of: there) == source.value(of: code))
      }
    }
  }

  /// The largest errors that Murillo et al., arXiv 1907.04091, print.
  @Test(arguments: [(8, 0.0607), (16, 0.0490)])
  func fastSigmoidIsNear(_ width: Int, _ published: Double) throws {
    let format = PositFormat(width: width, exponentWidth: 0)
    #expect(format.hasFastSigmoid && !PositFormat(width: width, exponentWidth: 1).hasFastSigmoid)
    #expect(format.fastSigmoid(0) == format.encode(0.5))
    var worst = 0.0
    for code in (0...format.codeMask).filter(format.hasValue) {
      let (x, y) = (try #require(format.double(of: code)), try #require(format.double(of: format.fastSigmoid(code))))
      worst = max(worst, abs(y - 1 / (1 + exp(-x))))
    }
    #expect((worst * 10_000).rounded() == published * 10_000)
  }
}
