package import NetworkIR

/// How one operator of ONNX becomes nodes of a network.
package struct OperatorImport: Sendable {
  /// The operator's name in the file, for example `Conv`.
  package var name: String
  /// The attributes that the operator may have; any other is reported.
  package var attributes: Set<String>
  /// Reads the context's current node and sets its outputs, or reports what does not fit.
  package var run: @Sendable (inout ImportContext) -> Void

  package init(
    _ name: String, attributes: Set<String> = [], _ run: @escaping @Sendable (inout ImportContext) -> Void
  ) {
    self.name = name
    self.attributes = attributes
    self.run = run
  }
}

/// An operation that some operators of ONNX become.
package protocol ImportableOperation: NetworkOperation {
  static var imports: [OperatorImport] { get }
}
