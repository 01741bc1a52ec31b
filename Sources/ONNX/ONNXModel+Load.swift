package import Foundation
package import Support
import SwiftProtobuf

extension ONNXModel {
  /// Reads a model's file; throws where it is absent or no model at all.
  ///
  /// Defects of single tensors do not throw: `problems` lists them.
  package static func load(_ path: String) throws(Failure) -> ONNXModel {
    let url = URL(fileURLWithPath: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure(at: path, "there is no such file")
    }
    guard !isFolder.boolValue else { throw Failure(at: path, "is a folder; an ONNX file is expected") }
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch { throw Failure(at: path, "the file cannot be read") }
    return try ONNXModel(bytes: data, file: url.lastPathComponent, folder: url.deletingLastPathComponent())
  }

  /// Decodes a model from the bytes of its file; tensors may have their data in other files of `folder`.
  package init(bytes: Data, file: String, folder: URL? = nil) throws(Failure) {
    guard !bytes.isEmpty else { throw Failure(at: file, "the file is empty") }
    let proto: Onnx_ModelProto
    do {
      proto = try Onnx_ModelProto(serializedBytes: bytes)
    } catch { throw Failure(at: file, "is not an ONNX file, or is damaged") }
    guard proto.hasGraph, !proto.graph.node.isEmpty || !proto.graph.output.isEmpty else {
      throw Failure(at: file, "is not an ONNX file: it holds no graph")
    }
    self.init(proto, file: file, folder: folder)
  }

  /// The newest version of ONNX's files, of release 1.23.
  private static let newestVersion: Int64 = 14

  private init(_ proto: Onnx_ModelProto, file: String, folder: URL?) {
    self.file = file
    opset = proto.opsetImport.first { isStandard($0.domain) }.map { Int($0.version) }
    graphName = proto.graph.name
    nodes = proto.graph.node.enumerated().map { ONNXNode($1, index: $0) }
    initializers = [:]
    unreadable = []
    problems = []
    inputs = []
    outputs = proto.graph.output.map { ONNXValue($0) }
    var external = ExternalData(folder: folder)
    for tensor in proto.graph.initializer { read(tensor, &external) }
    for tensor in proto.graph.sparseInitializer {
      reject(tensor.values.name, "it is sparse, which is not supported")
    }
    if proto.irVersion > ONNXModel.newestVersion {
      problems.append(
        Diagnostic(
          at: file, "it has version \(proto.irVersion) of the format; up to \(ONNXModel.newestVersion) is supported"))
    }
    problems += nodes.filter { node in ([node.kind] + node.inputs + node.outputs).contains { $0.contains("\0") } }
      .map { Diagnostic(at: "\(file): node '\($0.label)'", "a name has a NUL character in it") }
    problems += nodes.flatMap { $0.duplicates(in: proto.graph.node[$0.index], file: file) }
    inputs = proto.graph.input.map { ONNXValue($0) }
      .filter { initializers[$0.name] == nil && !unreadable.contains($0.name) }
  }

  private mutating func read(_ tensor: Onnx_TensorProto, _ external: inout ExternalData) {
    guard initializers[tensor.name] == nil else { return reject(tensor.name, "the name is taken twice") }
    do throws(TensorDefect) {
      initializers[tensor.name] = try ONNXTensor(external.joined(tensor))
    } catch { reject(tensor.name, error.message) }
  }

  private mutating func reject(_ name: String, _ message: String) {
    initializers[name] = nil
    unreadable.insert(name)
    problems.append(Diagnostic(at: "\(file): tensor '\(name)'", message))
  }
}

extension ONNXValue {
  init(_ proto: Onnx_ValueInfoProto) {
    let tensor = proto.type.tensorType
    self.init(
      name: proto.name, type: ElementType(tensor.elemType),
      shape: tensor.hasShape
        ? tensor.shape.dim.map { dimension in
          guard case .dimValue(let extent)? = dimension.value, extent > 0 else { return nil }
          return Int(extent)
        } : nil)
  }
}

extension ONNXNode {
  init(_ proto: Onnx_NodeProto, index: Int) {
    self.init(
      index: index, name: proto.name,
      kind: ONNXNode.kind(proto.opType, domain: proto.domain),
      inputs: proto.input, outputs: proto.output,
      attributes: Dictionary(proto.attribute.map { ($0.name, ONNXAttribute($0)) }) { first, _ in first })
  }

  /// The operator's name with its domain; the domains that QONNX has had are one, and onnxruntime's own quantizers are
  /// ONNX's with 16 bits before its operator set 21.
  static func kind(_ operation: String, domain: String) -> String {
    switch domain {
    case "", "ai.onnx": operation
    case "com.microsoft" where ["QuantizeLinear", "DequantizeLinear"].contains(operation): operation
    case "finn.custom_op.general", "onnx.brevitas": "qonnx.custom_op.general.\(operation)"
    default: "\(domain).\(operation)"
    }
  }

  fileprivate func duplicates(in proto: Onnx_NodeProto, file: String) -> [Diagnostic] {
    guard attributes.count != proto.attribute.count else { return [] }
    return [Diagnostic(at: "\(file): node '\(label)'", "an attribute is given twice")]
  }
}

/// Whether a domain is that of ONNX's own operators.
private func isStandard(_ domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }
