import NetworkIR

/// `ElementwiseArithmetic` makes additions of the operators `Add` and `Sub`.
extension Addition: ImportableOperation {
  package static var imports: [OperatorImport] { [] }
}
