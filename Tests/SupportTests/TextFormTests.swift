import BigInt
import Foundation
import Support
import Testing

/// Scalars whose kind is known have the text that they have as strings.
@Suite struct TextFormTests {
  private struct Strings: Encodable {
    var shape: [Int]
    var base64: String
  }

  @Test func integersAreStrings() throws {
    let integers = [0, -7, 1_000_000, BigInt(1) << 200, -(BigInt(1) << 64)]
    #expect(try TextForm.print(IntegerTexts(integers)) == TextForm.print(integers.map(\.description)))
    #expect(try TextForm.print([IntegerTexts([Int]())]) == TextForm.print([[String]()]))
  }

  @Test func numbersAreNumbers() throws {
    let numbers: [UInt32] = [0, 7, 1_000_000, .max]
    #expect(try TextForm.print(NumberTexts(numbers)) == TextForm.print(numbers))
    #expect(try TextForm.print([NumberTexts([])]) == TextForm.print([[UInt32]()]))
  }

  /// Bytes whose base 64 reads as a number, as a truth value, as null, and as nothing else.
  @Test(arguments: ["", "0000", "0o17", "1e10", "12345678", "true", "null", "1234Abcd", "+inf", "TnVsbGVuIQ==", "0x1F"])
  func bytesAreStrings(text: String) throws {
    let bytes = [UInt8](try #require(Data(base64Encoded: text)))
    let strings = Strings(shape: [bytes.count], base64: text)
    #expect(try TextForm.print(Tensor(shape: [bytes.count], values: bytes)) == TextForm.print(strings))
  }

  @Test func randomBytesAreStrings() throws {
    var random = SplitMix64(seed: 4)
    for count in 0..<200 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0xD0...0xD8, using: &random) }
      let strings = Strings(shape: [count], base64: Data(bytes).base64EncodedString())
      #expect(try TextForm.print(Tensor(shape: [count], values: bytes)) == TextForm.print(strings), "\(bytes)")
    }
  }
}
