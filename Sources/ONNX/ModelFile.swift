package import Foundation
package import Support
import SwiftProtobuf

/// A model's file as it is, to be written again with other numbers in its initializers.
package struct ModelFile: Sendable {
  /// The model with the file's own numbers.
  package let model: ONNXModel
  /// The digest of the file's bytes.
  package private(set) var digest: String
  private let proto: Onnx_ModelProto

  /// Reads a model's file with the data that other files hold.
  package init(path: String) throws(Failure) {
    let model = try ONNXModel.load(path)
    let url = URL(fileURLWithPath: path)
    guard let data = try? Data(contentsOf: url) else { throw Failure(at: path, "the file cannot be read") }
    try self.init(bytes: data, model: model, folder: url.deletingLastPathComponent())
  }

  /// The same of bytes in memory, all tensors among them.
  package init(bytes: Data, file: String) throws(Failure) {
    try self.init(bytes: bytes, model: try ONNXModel(bytes: bytes, file: file), folder: nil)
  }

  private init(bytes: Data, model: ONNXModel, folder: URL?) throws(Failure) {
    self.model = model
    digest = SHA256.hex(of: [UInt8](bytes))
    guard var proto = try? Onnx_ModelProto(serializedBytes: bytes) else {
      throw Failure(at: model.file, "is not an ONNX file, or is damaged")
    }
    var external = ExternalData(folder: folder)
    for index in proto.graph.initializer.indices {
      do throws(TensorDefect) {
        proto.graph.initializer[index] = try external.joined(proto.graph.initializer[index])
      } catch { throw Failure(at: "\(model.file): tensor '\(proto.graph.initializer[index].name)'", error.message) }
    }
    self.proto = proto
  }

  /// The same network with initializers of 32-bit floats in place of the nodes that make them; the digest stays the file's.
  ///
  /// - Parameter tensors: all real results of those nodes that something reads, by name.
  package func replacing(_ nodes: [ONNXNode], by tensors: [String: ONNXTensor]) throws(Failure) -> ModelFile {
    var proto = proto
    let made = Set(nodes.flatMap(\.outputs))
    proto.graph.node.removeAll { !made.isDisjoint(with: $0.output) }
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      var initializer = Onnx_TensorProto()
      initializer.name = name
      initializer.dims = tensor.shape.map(Int64.init)
      initializer.dataType = Int32(Onnx_TensorProto.DataType.float.rawValue)
      initializer.rawData = tensor.reals.map { Float($0) }.withUnsafeBytes { Data($0) }
      proto.graph.initializer.append(initializer)
    }
    guard let data: Data = try? proto.serializedBytes() else {
      throw Failure(at: model.file, "the model cannot be written as a file")
    }
    var result = try ModelFile(bytes: data, file: model.file)
    result.digest = digest
    return result
  }

  /// The model with other numbers in initializers of 32-bit floats, by name; others keep theirs.
  ///
  /// - Precondition: each array fills its initializer.
  package func model(replacing tensors: [String: [Float]]) -> ONNXModel {
    var result = model
    for (name, values) in tensors where result.initializers[name]?.count == values.count {
      result.initializers[name]?.elements = .real(values.map { Double($0) })
    }
    return result
  }

  /// The bytes of a file of that model.
  package func bytes(replacing tensors: [String: [Float]]) throws(Failure) -> [UInt8] {
    var proto = proto
    for index in proto.graph.initializer.indices {
      guard let values = tensors[proto.graph.initializer[index].name] else { continue }
      proto.graph.initializer[index].floatData = []
      proto.graph.initializer[index].rawData = values.withUnsafeBytes { Data($0) }
    }
    guard let data: Data = try? proto.serializedBytes() else {
      throw Failure(at: model.file, "the model cannot be written as a file")
    }
    return [UInt8](data)
  }
}
