import Foundation
import Support

/// Data of tensors in files of their own, which stand in the model's folder or below it.
///
/// PyTorch's exporter writes one such file beside every model.
struct ExternalData {
  /// The model's folder; nil where there is none.
  var folder: URL?
  private var files: [String: Data] = [:]

  init(folder: URL?) { self.folder = folder }

  /// The tensor with its data inside; throws where they cannot be read.
  mutating func joined(_ tensor: Onnx_TensorProto) throws(TensorDefect) -> Onnx_TensorProto {
    guard tensor.dataLocation == .external else { return tensor }
    let entries = Dictionary(tensor.externalData.map { ($0.key, $0.value) }) { first, _ in first }
    let location = entries["location"] ?? ""
    let file = try contents(location)
    let offset = try bytes(entries["offset"] ?? "0", in: location)
    guard offset <= file.count else { throw Self.tooShort(location) }
    let length = try entries["length"].map { text throws(TensorDefect) in try bytes(text, in: location) }
    guard length ?? 0 <= file.count - offset else { throw Self.tooShort(location) }
    if let type = ElementType(tensor.dataType), let count = elementCount(of: tensor.dims.map({ Int($0) })) {
      // Before anything is copied: a small model may name a large file often.
      let (found, needed) = (length ?? file.count - offset, (count * type.bitCount + 7) / 8)
      guard found == needed else {
        throw TensorDefect("it has \(found) bytes in '\(location)'; its shape needs \(needed)")
      }
    }
    var result = tensor
    result.dataLocation = .default
    result.externalData = []
    let start = file.startIndex + offset
    result.rawData = Data(file[start..<(length.map { start + $0 } ?? file.endIndex)])
    return result
  }

  private static func tooShort(_ location: String) -> TensorDefect {
    TensorDefect("its data end after those of '\(location)'; the file is damaged or another model's")
  }

  private func bytes(_ text: String, in location: String) throws(TensorDefect) -> Int {
    guard let count = Int(text), count >= 0 else {
      throw TensorDefect("its place in '\(location)' is '\(text)'; a number of bytes is expected")
    }
    return count
  }

  private mutating func contents(_ location: String) throws(TensorDefect) -> Data {
    if let known = files[location] { return known }
    guard let folder else {
      throw TensorDefect("its data are in another file; save the model with all tensors in one file")
    }
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    guard !location.contains("\0"), !parts.contains(where: { $0.isEmpty || $0 == ".." }) else {
      throw TensorDefect("its data are in '\(location)'; a file in the model's folder is expected")
    }
    let url = folder.appendingPathComponent(location).resolvingSymlinksInPath()
    let inside = folder.resolvingSymlinksInPath().path
    guard url.path.hasPrefix(inside == "/" ? inside : inside + "/") else {
      throw TensorDefect("its data are in '\(location)', which leads out of the model's folder")
    }
    guard (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true,
      let data = try? Data(contentsOf: url, options: .mappedIfSafe)
    else {
      throw TensorDefect("its data are in '\(location)', which is not beside the model; copy it there")
    }
    files[location] = data
    return data
  }
}
