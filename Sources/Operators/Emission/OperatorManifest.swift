internal import Arithmetic
internal import Emit
internal import Foundation
internal import Support

extension Operator {
  /// `manifest.json`: what is there, for programs.
  ///
  /// - Parameter types: the integers of C++; nil for Verilog.
  func manifest(
    sources: [String], hashes: [String: String], _ types: HLSTypes? = nil
  ) throws(Failure) -> String {
    var manifest = OperatorManifest(self)
    manifest.hlsTypes = types
    manifest.sources = sources
    manifest.hashes = hashes
    return try manifest.text()
  }
}

/// `manifest.json` of an emitted operator.
private struct OperatorManifest: Encodable {
  struct Operand: Encodable {
    var port: String
    var format: String
    var terms: Int
    var bits: Int
  }

  var generator = Manifest.generatorName
  var manifestVersion = 1
  var name: String
  var top: String
  var multiplier: String?
  var operands: [Operand]
  var resultBits: Int
  var latencyCycles: Int
  /// The integers of C++; nil for Verilog.
  var hlsTypes: HLSTypes?
  var sources: [String] = []
  /// SHA-256 of every file, by path.
  var hashes: [String: String] = [:]

  init(_ made: Operator) {
    name = made.title
    top = made.module
    multiplier = made.multiplier
    operands = made.operands.map {
      Operand(port: $0.port, format: $0.format.description, terms: $0.terms, bits: $0.width)
    }
    resultBits = made.result.width
    latencyCycles = made.latency
  }

  func text() throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    do { return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n" } catch {
      throw Failure(at: "manifest.json", "the manifest cannot be written: \(error)")
    }
  }
}
