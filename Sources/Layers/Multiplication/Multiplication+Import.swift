import NetworkIR

/// `ElementwiseArithmetic` makes multiplications of the operator `Mul`.
extension Multiplication: ImportableOperation {
  package static var imports: [OperatorImport] { [] }
}
