import BigInt
import Support
import Testing

/// Negative numbers past 64 bits, against machine integers.
@Suite struct BigIntTests {
  private static let samples: [Int128] = {
    var random = SplitMix64(seed: 3)
    return [0, 1, -1, .max, .min, .min + 1, 1 << 64, -1 << 64, -1 << 64 - 1]
      + (0..<500).map { _ in
        (Int128(truncatingIfNeeded: random.next()) << 64 | Int128(random.next())) >> Int128(random.next() % 127)
      }
  }()

  @Test func conversionKeepsTheNumber() {
    for sample in Self.samples {
      #expect(Int128(exactly: BigInt(sample)) == sample)
      #expect("\(BigInt(sample))" == "\(sample)")
    }
    #expect(Int128(exactly: BigInt(Int128.max) + 1) == nil)
    #expect(Int128(exactly: BigInt(Int128.min) - 1) == nil)
  }

  @Test func shiftRoundsDown() {
    for sample in Self.samples {
      for places in [0, 1, 2, 63, 64, 65, 100, 126] {
        #expect(BigInt(sample).floorShifted(right: places) == BigInt(sample >> Int128(places)))
      }
    }
  }

  @Test func wrapKeepsTheLowBits() {
    for sample in Self.samples {
      for width in [1, 2, 8, 64, 65, 120, 127] {
        let unused = Int128(128 - width)
        #expect(BigInt(sample).wrapped(toWidth: width) == BigInt((sample << unused) >> unused))
      }
    }
  }

  @Test func widthIsTheLeastThatFits() {
    for sample in Self.samples {
      let magnitude = sample < 0 ? ~sample : sample
      #expect(BigInt(sample).signedWidth == 129 - magnitude.leadingZeroBitCount)
    }
  }
}
