import Arithmetic
import Foundation
import NetworkIR
import QuantizedIR
import Support
import TestTools
import Testing

@testable import Driver

/// What becomes of the integers of a file.
@Suite struct InputFeedTests {
  private func batch(_ values: [Int8], _ format: String, scale: Double = 1, zeroPoint: Int = 0) throws
    -> InputFeed.Batch
  {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "samples").path
      let elements = values.map { UInt8(bitPattern: $0) }
      try Data(DataFiles.idx(type: 0x09, shape: [1, values.count], elements: elements)).write(
        to: URL(fileURLWithPath: file))
      let shape = Shape(height: 1, width: 1, channels: values.count)
      let input = NetworkInput(name: "x", shape: shape, modelShape: [values.count], streamAxes: [0])
      var type = TensorType(shape: shape, format: try Format(format))
      (type.scale, type.zeroPoint) = (scale, zeroPoint)
      return try InputFeed(input: input, type: type).batch(try Samples.read(file), 0..<1)
    }
  }

  /// A model's images have their channels first, a file's may have them last; nothing else is taken for them.
  @Test func channelsMayComeLast() throws {
    let shape = Shape(height: 2, width: 3, channels: 4)
    let input = NetworkInput(name: "x", shape: shape, modelShape: [4, 2, 3], streamAxes: [1, 2, 0])
    let feed = InputFeed(input: input, type: TensorType(shape: shape, format: try Format("ufixed<8,0>")))
    try withTemporaryFolder { folder in
      func codes(_ shape: [Int]) throws -> [UInt32] {
        let file = folder.appending(path: "samples").path
        try Data(DataFiles.idx(shape: [1] + shape, elements: (0..<24).map { UInt8($0) })).write(
          to: URL(fileURLWithPath: file))
        return try feed.batch(try Samples.read(file), 0..<1).codes
      }
      let (last, first) = (try codes([2, 3, 4]), try codes([4, 2, 3]))
      let places: [UInt32] = Array(0..<24)
      let turned: [UInt32] = places.map { place in place % 4 * 6 + place / 4 }
      #expect(last == places)
      #expect(first == turned)
      #expect(throws: Failure.self) { try codes([3, 2, 4]) }
    }
  }

  /// -1 is not the two's complement of 1 where formats have a sign and a magnitude.
  @Test func integersAreValuesWithoutABinaryPoint() throws {
    #expect(try batch([1, -1], "binary").codes == [0, 1])
    #expect(try batch([1, -1], "binary").reals == [1, -1])
    #expect(try batch([1, -1, 0], "ternary").codes == [1, 3, 0])
    #expect(try batch([1, -1, 0, -2], "fixed<2,0>").codes == [1, 3, 0, 2])
    #expect(try batch([1, 3, 0], "ufixed<2,0>").codes == [1, 3, 0])
  }

  @Test(arguments: [("binary", 0), ("binary", 2), ("ternary", -2), ("fixed<2,0>", 2), ("ufixed<2,0>", -1)])
  func otherIntegersAreRefused(format: String, value: Int8) {
    let failure = #expect(throws: Failure.self) { try batch([1, value], format) }
    #expect(failure?.description.contains("holds \(value), which is no value of the input's format \(format)") == true)
  }

  @Test(arguments: ["fixed<8,4>", "ufixed<8,4>", "posit<8,0>", "fp32", "fixed<8,7>"])
  func integersThatDoNotFitAreCounted(format: String) throws {
    #expect(try batch([0, 0], format).clipped == 0)
    #expect(try batch([0, 127], format, scale: 0.001).clipped == 1 || format == "posit<8,0>" || format == "fp32")
    #expect(try batch([0, 127], format, scale: 1).clipped == (format == "fp32" ? 0 : 1))
    #expect(try batch([0, -128], format, scale: 1).clipped == (format == "fp32" ? 0 : 1))
  }
}
