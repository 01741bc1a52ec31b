import Support
import TestTools
import Testing

@Suite struct HostileDataTests {
  @Test(
    arguments: [
      ([], "ends inside its header"),
      ([0, 0, 8], "ends inside its header"),
      ([1, 2, 3, 4], "neither an IDX file nor a NumPy"),
      ([0, 0, 7, 1, 0, 0, 0, 1, 5], "element type 7"),
      (
        DataFiles.idx(shape: [2, 2], elements: [1, 2, 3]), "ends inside its elements: 4 bytes are expected, 3 are there"
      ),
      (DataFiles.idx(shape: [2, 2], elements: [1, 2, 3, 4, 5]), "more bytes than its header says"),
      (DataFiles.idx(shape: [], elements: [1]), "a single number"),
      (DataFiles.idx(shape: [0, 4], elements: []), "holds no samples"),
      (DataFiles.idx(shape: [4, 0], elements: []), "holds no samples"),
      (DataFiles.idx(shape: Array(repeating: 0xFFFF_FFFF, count: 9), elements: [1]), "promises more than"),
      (DataFiles.idx(shape: Array(repeating: 1 << 24, count: 255), elements: [1]), "promises more than"),
      (DataFiles.npy("<f4", shape: "(2, 2)", elements: Array(repeating: 0, count: 16), fortran: true), "Fortran order"),
      (DataFiles.npy(">f4", shape: "(1,)", elements: [0, 0, 0, 0]), "type '>f4'"),
      (DataFiles.npy("|O", shape: "(1,)", elements: [0, 0, 0, 0]), "type '|O'"),
      (DataFiles.npy("|u2", shape: "(1,)", elements: [0, 0]), "type '|u2'"),
      (DataFiles.npy("|u1", shape: "()", elements: [0]), "a single number"),
      (DataFiles.npy("|u1", shape: "(-1,)", elements: [0]), "cannot be read"),
      (DataFiles.npy("|u1", shape: "(99999999999999999999,)", elements: [0]), "cannot be read"),
      (DataFiles.npy("|u1", shape: "(4000000000, 4000000000, 4)", elements: [0]), "promises more than"),
      (DataFiles.npy("|u1", shape: "(1,)", elements: [0], version: 4), "version 4.0"),
      (DataFiles.npy(header: "{'descr': '|u1', 'shape': (1,)}", [0]), "lacks"),
      (DataFiles.npy(header: "{'descr': '|u1', 'descr': '|u1'}", [0]), "cannot be read"),
      (DataFiles.npy(header: "{'descr': __import__('os'), }", [0]), "cannot be read"),
      (DataFiles.npy(header: "", [0]), "cannot be read"),
      (DataFiles.npy("<u8", shape: "(1,)", elements: Array(repeating: 255, count: 8)), "past 2^63 - 1"),
      (DataFiles.npy("<f2", shape: "(2, 1)", elements: [0, 0, 0, 0x7E]), "sample 1, element 0 is nan"),
      (DataFiles.npy("<f2", shape: "(1,)", elements: [0, 0x7C]), "element 0 is inf"),
      ([0x1F, 0x8B], "cut off"),
      ([0x1F, 0x8B, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], "damaged"),
      (DataFiles.gzip(DataFiles.idx(shape: [1, 1], elements: [1])) + [1, 2], "after the end of its gzip stream"),
      (DataFiles.gzip(DataFiles.idx(shape: [1, 1], elements: [1])).dropLast(3), "cut off"),
    ] as [([UInt8], String)]) func isRefused(bytes: [UInt8], message: String)
  {
    let complaint = Samples.complaint(bytes)
    #expect(complaint?.hasPrefix("data: error: ") == true)
    #expect(complaint?.contains(message) == true, "\(complaint ?? "accepted")")
  }

  /// Damaged files are read or refused, never trapped on; what is read fills its shape.
  @Test(arguments: [1, 2, 3] as [UInt64]) func mutatedFiles(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let pixels = (0..<60).map { UInt8($0 * 4) }
    let files = [
      DataFiles.idx(shape: [5, 3, 4], elements: pixels),
      DataFiles.npy("|u1", shape: "(5, 3, 4)", elements: pixels),
      DataFiles.npy("<f4", shape: "(5, 3)", elements: pixels, version: 2),
      DataFiles.gzip(DataFiles.idx(shape: [5, 12], elements: pixels)),
    ]
    var refused = 0
    for round in 0..<4000 {
      var bytes = files[round % files.count]
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
      }
      if round % 3 == 0 { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
      let limit: Int? = round % 2 == 0 ? nil : 3
      do throws(Failure) {
        let samples = try Samples.of(bytes, limit: limit)
        #expect(samples.floats(of: 0..<samples.count).count == samples.size * samples.count, "seed \(seed)")
      } catch {
        refused += 1
        #expect(error.kind == .input, "seed \(seed)")
      }
    }
    #expect(refused > 500, "seed \(seed)")
  }
}
