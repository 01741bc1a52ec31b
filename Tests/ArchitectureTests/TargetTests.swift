import Foundation
import Testing

/// The arrows between targets are those that Package.swift declares.
@Suite struct TargetTests {
  /// Modules that come with the toolchain.
  private static let toolchain: Set = [
    "Foundation", "Glibc", "Dispatch", "Synchronization", "Testing", "PackagePlugin",
  ]

  private static let manifest = Result { try Manifest.dump() }

  private func targets() throws -> [Manifest.Target] {
    let targets = try Self.manifest.get().targets.filter { $0.isCode }
    #expect(targets.count > 10)
    return targets
  }

  @Test func importsAreDeclaredDependencies() throws {
    for target in try targets() {
      let declared = Set(target.dependencies.map(\.name))
      for source in SourceText.all(below: target.folder) {
        let undeclared = source.imports.subtracting(declared).subtracting(Self.toolchain)
        #expect(
          undeclared.isEmpty, "\(source.path) imports \(undeclared.sorted()), which Package.swift does not declare")
      }
    }
  }

  @Test func declaredDependenciesAreImported() throws {
    for target in try targets() {
      let imported = SourceText.all(below: target.folder).reduce(into: Set<String>()) { $0.formUnion($1.imports) }
      let unused = Set(target.dependencies.map(\.name)).subtracting(imported).subtracting(["embed-templates"])
      #expect(unused.isEmpty, "\(target.name) declares \(unused.sorted()) and imports none of it")
    }
  }

  @Test func noTargetBearsTheNameOfATypeInIt() throws {
    for target in try targets() where target.name != "mantissa" {
      for source in SourceText.all(below: target.folder) {
        #expect(!source.types.contains(target.name), "\(source.path) declares the type '\(target.name)'")
      }
    }
  }

  /// Data flows one way: what a target must not see, directly or by way of others.
  ///
  /// Quantized operations and their golden model see neither the model's file nor the pipeline; stages and datapaths know no Verilog, which only reads them; the Verilog
  /// syntax tree knows nothing of networks.
  @Test(arguments: [
    ("QuantizedIR", ["ONNX", "SwiftProtobuf", "NetworkIR", "Layers", "Datapath", "PipelineIR", "Stages"]),
    ("Kernels", ["NetworkIR", "QuantizedIR", "PipelineIR"]),
    ("Verilog", ["Arithmetic", "NetworkIR", "QuantizedIR", "PipelineIR"]),
    ("Arithmetic", ["Verilog", "Cells", "Datapath"]),
    ("Datapath", ["Verilog", "Cells", "NetworkIR", "QuantizedIR"]),
    ("PipelineIR", ["Verilog", "Cells", "RTL"]),
    ("Stages", ["Verilog", "Cells", "RTL", "NetworkIR", "QuantizedIR", "Layers"]),
    ("Schedule", ["ONNX", "SwiftProtobuf", "NetworkIR", "Layers", "Verilog", "Cells", "RTL", "Emit"]),
    ("RTL", ["Stages", "Schedule", "QuantizedIR", "Layers"]),
    ("Emit", ["NetworkIR", "QuantizedIR", "Layers"]),
    ("Pages", ["Arithmetic", "NetworkIR", "QuantizedIR", "PipelineIR"]),
  ]) func arrowsThatMustNotBe(from name: String, to others: [String]) throws {
    let arrows = Dictionary(uniqueKeysWithValues: try targets().map { ($0.name, $0.dependencies.map(\.name)) })
    var reached: Set<String> = []
    var open = try #require(arrows[name])
    while let next = open.popLast() {
      if reached.insert(next).inserted { open += arrows[next] ?? [] }
    }
    let found = reached.intersection(others)
    #expect(found.isEmpty, "\(name) depends on \(found.sorted())")
  }

  @Test func nothingTrapsOrIsLeftUndone() {
    let pattern = #/\b(TODO|FIXME|XXX)\b|\bfatalError\(|\btry!|\bas!/#
    for source in SourceText.all(below: "Sources") {
      let found = source.code.firstMatch(of: pattern).map { String($0.output.0) }
      #expect(found == nil, "\(source.path) holds '\(found ?? "")'")
    }
  }

  @Test func filesAreOneThing() {
    for source in SourceText.all(below: "Sources") + SourceText.all(below: "Tests") {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 300, "\(source.path) has \(lines) lines")
    }
  }
}
