import Foundation
import ONNX
import Support
import SwiftProtobuf
import Testing

@Suite struct TensorTests {
  /// A model with one tensor, read back: the tensor, or why it could not be read.
  private func decoded(_ change: (inout Onnx_TensorProto) -> Void) throws -> (ONNXTensor?, String?) {
    var tensor = Onnx_TensorProto()
    tensor.name = "t"
    tensor.dims = [2]
    change(&tensor)
    var proto = Onnx_ModelProto()
    proto.graph.initializer = [tensor]
    proto.graph.output = [Onnx_ValueInfoProto()]
    let model = try ONNXModel(bytes: proto.serializedData(), file: "m.onnx")
    return (model.initializers["t"], model.problems.first?.description)
  }

  private func raw(_ type: Int32, _ bytes: [UInt8]) throws -> ONNXTensor? {
    try decoded {
      $0.dataType = type
      $0.rawData = Data(bytes)
    }.0
  }

  @Test func rawRealsAreExact() throws {
    #expect(try raw(1, [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0])?.elements == .real([1, -2.5]))
    #expect(try raw(10, [0x01, 0x00, 0x55, 0xB5])?.elements == .real([0x1p-24, -0.333251953125]))
    #expect(try raw(10, [0xFF, 0x7B, 0x00, 0xFC])?.elements == .real([65504, -.infinity]))
    #expect(try raw(16, [0x80, 0x3F, 0x49, 0xC0])?.elements == .real([1, -3.140625]))
    #expect(try raw(11, [0, 0, 0, 0, 0, 0, 0xF0, 0x3F] + [0, 0, 0, 0, 0, 0, 4, 0xC0])?.elements == .real([1, -2.5]))
  }

  @Test func rawIntegersAreExact() throws {
    #expect(try raw(3, [0xFF, 0x7F])?.elements == .integer([-1, 127]))
    #expect(try raw(2, [0xFF, 0x7F])?.elements == .integer([255, 127]))
    #expect(try raw(5, [0xFE, 0xFF, 1, 1])?.elements == .integer([-2, 257]))
    #expect(try raw(4, [0xFE, 0xFF, 1, 1])?.elements == .integer([65534, 257]))
    #expect(try raw(6, [0xFE, 0xFF, 0xFF, 0xFF, 1, 1, 0, 0])?.elements == .integer([-2, 257]))
    #expect(try raw(12, [0xFE, 0xFF, 0xFF, 0xFF, 1, 1, 0, 0])?.elements == .integer([4_294_967_294, 257]))
    let bytes = [UInt8](repeating: 0xFF, count: 8) + [1, 0, 0, 0, 0, 0, 0, 0x80]
    #expect(try raw(7, bytes)?.elements == .integer([-1, .min + 1]))
    #expect(try raw(9, [0, 3])?.elements == .integer([0, 1]))
  }

  @Test func typedFieldsAreRead() throws {
    let floats = try decoded {
      $0.dataType = 1
      $0.floatData = [1.5, -2]
    }.0
    #expect(floats?.elements == .real([1.5, -2]))
    let doubles = try decoded {
      $0.dataType = 11
      $0.doubleData = [0.1, 2]
    }.0
    #expect(doubles?.elements == .real([0.1, 2]))
    let halves = try decoded {
      $0.dataType = 10
      $0.int32Data = [0x3C00, 0xC000]
    }.0
    #expect(halves?.elements == .real([1, -2]))
    let bytes = try decoded {
      $0.dataType = 3
      $0.int32Data = [-128, 127]
    }.0
    #expect(bytes?.elements == .integer([-128, 127]))
    let longs = try decoded {
      $0.dataType = 7
      $0.int64Data = [-1, .max]
    }.0
    #expect(longs?.elements == .integer([-1, .max]))
    let unsigned = try decoded {
      $0.dataType = 12
      $0.uint64Data = [1, 4_294_967_295]
    }.0
    #expect(unsigned?.elements == .integer([1, 4_294_967_295]))
  }

  @Test func defectsNameTheTensor() throws {
    let cases: [(String, (inout Onnx_TensorProto) -> Void)] = [
      ("its data are in another file", { $0.dataLocation = .external }),
      ("it has 7 bytes of data; its shape needs 2 elements of 4 bytes", { $0.rawData = Data(count: 7) }),
      ("it has 3 elements of data; its shape needs 2", { $0.floatData = [1, 2, 3] }),
      ("its shape [-2]", { $0.dims = [-2] }),
      ("its shape [4294967296, 4294967296]", { $0.dims = [1 << 32, 1 << 32] }),
      ("its element type 'string' is not supported", { $0.dataType = 8 }),
      ("its element type '99' is not supported", { $0.dataType = 99 }),
      (
        "values that its element type 'int8' does not",
        {
          $0.dataType = 3
          $0.int32Data = [0, 300]
        }
      ),
      ("it is stored in segments", { $0.segment.begin = 1 }),
    ]
    for (message, change) in cases {
      let (tensor, problem) = try decoded {
        $0.dataType = 1
        change(&$0)
      }
      #expect(tensor == nil, "\(message)")
      #expect(problem?.hasPrefix("m.onnx: tensor 't': error: ") == true, "\(message)")
      #expect(problem?.contains(message) == true, "\(problem ?? "no problem"); \(message)")
    }
  }
}
