import Foundation
import Support
import TestTools
import Testing

@Suite struct SamplesTests {
  private let pixels = (0..<24).map { UInt8($0 * 10) }

  @Test(arguments: [false, true]) func idxPixelsStayBytes(gzipped: Bool) throws {
    let file = DataFiles.idx(shape: [2, 3, 4], elements: pixels)
    let samples = try Samples.of(gzipped ? DataFiles.gzip(file) : file)
    #expect(samples.shape == [3, 4])
    #expect(samples.count == 2)
    #expect(samples.kind == .uint8)
    #expect(samples.values == .uint8(pixels))
    #expect(samples.integers(of: 1..<2) == pixels[12...].map { Int($0) })
    #expect(samples.floats(of: 0..<1) == pixels[..<12].map { Float($0) })
  }

  @Test func idxIntegersAreBigEndian() throws {
    let samples = try Samples.of(DataFiles.idx(type: 0x0B, shape: [2, 1], elements: [0xFF, 0xFE, 1, 2]))
    #expect(samples.values == .integers([-2, 258]))
  }

  @Test func idxFloatsAreBigEndian() throws {
    let samples = try Samples.of(DataFiles.idx(type: 0x0D, shape: [1], elements: [0x3F, 0xC0, 0, 0]))
    #expect(samples.values == .floats([1.5]))
  }

  @Test(arguments: UInt8(1)...3) func npyVersions(version: UInt8) throws {
    let file = DataFiles.npy("|i1", shape: "(3, 2)", elements: [0, 255, 128, 127, 1, 2], version: version)
    let samples = try Samples.of(file)
    #expect(samples.shape == [2])
    #expect(samples.values == .int8([0, -1, -128, 127, 1, 2]))
  }

  @Test(arguments: [
    ("<u2", DataFiles.bytes(littleEndian: [1, 65535] as [UInt16]), Samples.Values.integers([1, 65535])),
    ("<i2", DataFiles.bytes(littleEndian: [-1, 32767] as [Int16]), .integers([-1, 32767])),
    ("<u4", DataFiles.bytes(littleEndian: [1, .max] as [UInt32]), .integers([1, 4_294_967_295])),
    ("<i4", DataFiles.bytes(littleEndian: [.min, 5] as [Int32]), .integers([-2_147_483_648, 5])),
    ("<u8", DataFiles.bytes(littleEndian: [7, 8] as [UInt64]), .integers([7, 8])),
    ("<i8", DataFiles.bytes(littleEndian: [.min, .max] as [Int64]), .integers([.min, .max])),
    ("<f2", DataFiles.bytes(littleEndian: [0x3C00, 0xC100] as [UInt16]), .floats([1, -2.5])),
    ("<f4", DataFiles.bytes(littleEndian: [Float(0.1).bitPattern, 0]), .floats([0.1, 0])),
    ("<f8", DataFiles.bytes(littleEndian: [Double(0.5).bitPattern, Double(-3).bitPattern]), .floats([0.5, -3])),
  ]) func npyTypes(type: String, bytes: [UInt8], expected: Samples.Values) throws {
    #expect(try Samples.of(DataFiles.npy(type, shape: "(2,)", elements: bytes)).values == expected)
  }

  @Test func aLimitReadsThatManySamples() throws {
    // The rest is not even inflated: it may be missing.
    let whole = DataFiles.gzip(DataFiles.idx(shape: [1000, 100], elements: (0..<100_000).map { UInt8($0 * $0 % 251) }))
    let samples = try Samples.of(Array(whole.prefix(whole.count / 2)), limit: 10)
    #expect(samples.count == 10)
    #expect(samples.available == 1000)
    #expect(samples.integers(of: 0..<10)?.count == 1000)
    #expect(Samples.complaint(Array(whole.prefix(whole.count / 2)))?.contains("cut off") == true)
  }

  @Test func aLimitPastTheEndReadsAll() throws {
    #expect(try Samples.of(DataFiles.idx(shape: [2, 12], elements: pixels), limit: 5).count == 2)
  }

  @Test func severalGzipMembersAreOneStream() throws {
    let file = DataFiles.idx(shape: [2, 12], elements: pixels)
    let samples = try Samples.of(DataFiles.gzip(Array(file[..<9])) + DataFiles.gzip(Array(file[9...])))
    #expect(samples.values == .uint8(pixels))
  }

  @Test func labelsAreIntegers() throws {
    func labels(_ bytes: [UInt8]) throws(Failure) -> [Int] {
      try Samples.labels(ByteSource(name: "labels", bytes: bytes))
    }
    #expect(try labels(DataFiles.idx(shape: [3], elements: [9, 0, 1])) == [9, 0, 1])
    #expect(try labels(DataFiles.npy("<i8", shape: "(1, 1)", elements: [3] + Array(repeating: 0, count: 7))) == [3])
    #expect(throws: Failure.self) { try labels(DataFiles.npy("|i1", shape: "(1,)", elements: [255])) }
    #expect(throws: Failure.self) { try labels(DataFiles.idx(shape: [1, 2], elements: [1, 2])) }
    #expect(throws: Failure.self) { try labels(DataFiles.npy("<f2", shape: "(1,)", elements: [0, 0])) }
  }

  @Test func filesOnDisk() throws {
    let path = NSTemporaryDirectory() + "samples-\(UUID().uuidString).gz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(DataFiles.gzip(DataFiles.idx(shape: [2, 12], elements: pixels))).write(to: URL(fileURLWithPath: path))
    #expect(try Samples.read(path).values == .uint8(pixels))
    let failure = #expect(throws: Failure.self) { try Samples.read(path + ".absent") }
    #expect(failure?.description == "\(path).absent: error: cannot be read: No such file or directory")
    #expect(throws: Failure.self) { try Samples.read(NSTemporaryDirectory()) }
  }
}
