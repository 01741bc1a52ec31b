import NetworkIR

/// No operator of ONNX always becomes this layer; importers add it where a vector is read from an image.
extension Flatten: ImportableOperation {
  package static var imports: [OperatorImport] { [] }
}
