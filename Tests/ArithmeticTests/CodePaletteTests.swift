import Arithmetic
import Support
import Testing

@Suite struct CodePaletteTests {
  @Test(arguments: [UInt32(0), 3, 0xFF, 0xFFFF, 0x1_0000, .max])
  func everyPlaceHasItsCode(mask: UInt32) {
    var random = SplitMix64(seed: UInt64(mask))
    for count in [0, 1, 2, 500] {
      let array = (0..<count).map { _ in UInt32(truncatingIfNeeded: random.next()) & mask }
      let palette = CodePalette(array)
      #expect(palette.places.map { palette.codes[Int($0)] } == array)
      #expect(Set(palette.codes) == Set(array) && palette.codes.count == Set(array).count)
    }
  }
}
