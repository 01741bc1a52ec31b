import NetworkIR

/// No operator of ONNX always becomes this layer; importers add it where a stream is read in another order.
extension Rearrangement: ImportableOperation {
  package static var imports: [OperatorImport] { [] }
}
