import Foundation
import Layers
import ONNX
import Support
import TestTools
import Testing

@testable import Import

/// The table of inputs and outputs against the one of the package `onnx`.
@Suite struct ArityTests {
  /// The operator set that the table was read from.
  private static let version = 28

  @Test(.enabled(if: Oracle.python != nil, "\(Oracle.absence)"))
  func everyOperatorHasItsArity() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("arities.json")
      try Oracle.script("arities.py", [file.path, "\(Self.version)"])
      let stated = try JSONDecoder().decode([String: [Int]].self, from: Data(contentsOf: file))
      let known = Set(Arity.most.keys).union(Operators.imported).union(ConstantEvaluation.table.keys)
      for name in known.sorted() {
        guard let counts = stated[name] else {
          #expect(Arity.most[name] == nil, "onnx has no \(name)")
          continue
        }
        let most = Arity.most[name].map { [$0.inputs, $0.outputs].map { $0 == .max ? -1 : $0 } }
        #expect(most == counts, "\(name)")
      }
    }
  }
}
