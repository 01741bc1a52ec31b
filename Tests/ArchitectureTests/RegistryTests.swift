import Testing

/// A member of an open set that its registry does not name would be built, and never found.
@Suite struct RegistryTests {
  /// The types below a folder that say they conform to one of some protocols.
  private static func conforming(to protocols: [String], below folder: String) -> Set<String> {
    let declaration = #/\b(?:struct|enum|class|extension)\s+(\w+)\s*:\s*([^{]*)\{/#
    return SourceText.all(below: folder).reduce(into: []) { found, source in
      for match in source.code.matches(of: declaration) {
        let named = match.output.2.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if !protocols.allSatisfy({ !named.contains($0) }) { found.insert(String(match.output.1)) }
      }
    }
  }

  /// The types that a file names as `X.self`.
  private static func named(in path: String) -> Set<String> {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let text = SourceText.all(below: folder).first { $0.path == path }?.code ?? ""
    return Set(text.matches(of: #/\b(\w+)\.self\b/#).map { String($0.output.1) })
  }

  @Test(arguments: [
    (
      ["NumberFormat", "FixedPointFormat", "PositFamily"], "Sources/Arithmetic",
      "Sources/Arithmetic/FormatRegistry.swift"
    ),
    (["Multiplier", "LogarithmicMultiplier"], "Sources/Arithmetic", "Sources/Arithmetic/MultiplierRegistry.swift"),
    (["StageOperation", "ComputeStage"], "Sources/Stages", "Sources/Stages/StageRegistry.swift"),
    (["ImportableOperation"], "Sources/Layers", "Sources/Layers/LayerRegistry.swift"),
    (["OperatorKind"], "Sources/Operators", "Sources/Operators/OperatorKind.swift"),
  ]) func everyMemberIsRegistered(protocols: [String], folder: String, registry: String) {
    let members = Self.conforming(to: protocols, below: folder)
    #expect(members.count > 4, "the reader finds few: \(members.sorted())")
    #expect(members == Self.named(in: registry), "\(registry)")
  }

  @Test func everyLayerOfANetworkIsImported() {
    let layers = Self.conforming(to: ["NetworkOperation"], below: "Sources/Layers")
    #expect(layers == Self.conforming(to: ["ImportableOperation"], below: "Sources/Layers"))
  }
}
