import SwiftProtobuf

/// The value of a node's attribute.
package enum ONNXAttribute: Sendable, Hashable {
  case integer(Int)
  case real(Double)
  case text(String)
  case integers([Int])
  case reals([Double])
  case texts([String])
  /// A tensor that could be read.
  case tensor(ONNXTensor)
  /// Anything else: what it is, for messages.
  case unreadable(String)

  init(_ proto: Onnx_AttributeProto) {
    switch proto.type {
    case .float: self = .real(Double(proto.f))
    case .int: self = .integer(Int(proto.i))
    case .string: self = .text(String(decoding: proto.s, as: UTF8.self))
    case .floats: self = .reals(proto.floats.map { Double($0) })
    case .ints: self = .integers(proto.ints.map { Int($0) })
    case .strings: self = .texts(proto.strings.map { String(decoding: $0, as: UTF8.self) })
    case .tensor:
      do throws(TensorDefect) {
        self = .tensor(try ONNXTensor(proto.t))
      } catch { self = .unreadable("a tensor that cannot be read: \(error.message)") }
    case .undefined: self = .init(untyped: proto)
    default: self = .unreadable("an attribute of type \(proto.type)")
    }
  }

  /// Files of the first format versions leave the type out.
  private init(untyped proto: Onnx_AttributeProto) {
    if proto.hasF {
      self = .real(Double(proto.f))
    } else if proto.hasI {
      self = .integer(Int(proto.i))
    } else if proto.hasS {
      self = .text(String(decoding: proto.s, as: UTF8.self))
    } else if !proto.ints.isEmpty {
      self = .integers(proto.ints.map { Int($0) })
    } else if !proto.floats.isEmpty {
      self = .reals(proto.floats.map { Double($0) })
    } else {
      self = .unreadable("an attribute without a type")
    }
  }

  /// As messages show it.
  package var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .text(let value): "'\(value)'"
    case .integers(let values): "\(values)"
    case .reals(let values): "\(values)"
    case .texts(let values): "\(values)"
    case .tensor(let tensor): "a tensor of shape \(tensor.shape)"
    case .unreadable(let what): what
    }
  }
}
