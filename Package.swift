// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A library target of this package; its arrows to the others are its dependencies.
func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], plugins: [Target.PluginUsage] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict, plugins: plugins)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "mantissa",
  products: [.executable(name: "mantissa", targets: ["mantissa"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),

    library("Support", ["CCrypto", "CZlib", bigInt, yaml]),
    library("Verilog", ["Support"]),
    library("Cells", [mustache, "Support"], plugins: ["EmbedTemplates"]),
    library("Arithmetic", ["Support", bigInt]),
    library("NetworkIR", ["Support"]),
    library("Datapath", ["Support", "Arithmetic", bigInt]),
    library("PipelineIR", ["Support", "Arithmetic", "Datapath"]),
    library("ONNX", ["Support", protobuf]),
    library("Kernels", ["COneDNN", "COpenBLAS", "Support"]),
    library("QuantizedIR", ["Support", "Arithmetic", "Kernels", bigInt]),
    library("Stages", ["Support", "Arithmetic", "Datapath", "PipelineIR", bigInt]),
    library(
      "Layers",
      ["Support", "Arithmetic", "NetworkIR", "QuantizedIR", "Kernels", "ONNX", "Datapath", bigInt]),
    library("Import", ["Support", "Arithmetic", "NetworkIR", "ONNX", "Layers"]),
    library("Quantize", ["Support", "Arithmetic", "NetworkIR", "QuantizedIR", "Layers", yaml]),
    library(
      "Training",
      ["Support", "Arithmetic", "Kernels", "NetworkIR", "QuantizedIR", "Layers", "Quantize", bigInt, yaml]),
    library("Schedule", ["Support", "Arithmetic", "QuantizedIR", "Datapath", "PipelineIR", "Stages"]),
    library("RTL", ["Support", "Arithmetic", "Datapath", "PipelineIR", "Verilog", "Cells", bigInt]),
    library("Emit", ["RTL", "Support", "Arithmetic", "Verilog", "Cells", "PipelineIR", "Datapath"]),
    library("HLS", ["Support", "Arithmetic", "Cells", "Datapath", "PipelineIR", "Emit", bigInt]),
    library("Tools", ["Support", subprocess, system]),
    library("Pages", ["Cells", "Support", "Tools"]),
    library("Search", ["Support", "Cells", "Quantize", "Tools", yaml]),
    library("Verify", ["Support", "Arithmetic", "Emit", "Tools"]),
    library(
      "Operators",
      ["Support", "Arithmetic", "Datapath", "RTL", "Verilog", "Cells", "Emit", "HLS", "Tools", bigInt]),
    library(
      "Synthesis",
      ["Support", "Arithmetic", "Datapath", "RTL", "Verilog", "Cells", "Emit", "Tools", "Operators"]),
    library(
      "Estimate",
      [
        "Support", "Arithmetic", "Verilog", "Cells", "Datapath", "PipelineIR", "RTL", "Stages", "Synthesis", bigInt,
      ]),
    library(
      "Driver",
      [
        "Support", "Arithmetic", "NetworkIR", "QuantizedIR", "PipelineIR", "Layers", "Import",
        "Quantize", "Schedule", "Emit", "HLS", "Verify", "Tools", "Operators", "Synthesis",
        "Estimate", "ONNX", "Training", "Search", "Pages",
      ]),
    .executableTarget(
      name: "mantissa",
      dependencies: ["Support", "Driver", "Emit", "Estimate", "Search", "Synthesis", "Verify", arguments],
      swiftSettings: strict),

    tests("FuzzTests", []),
    tests("ToolsTests", ["Support", "Tools"]),
    tests("SupportTests", ["Support", "TestTools", bigInt]),
    tests("ArchitectureTests", []),
    tests(
      "ScheduleTests",
      [
        "Support", "Arithmetic", "Datapath", "PipelineIR", "RTL", "Stages", "Schedule", "StageTools", "TestTools",
        bigInt,
      ]),
    .target(
      name: "StageTools", dependencies: ["Support", "PipelineIR", "RTL", "Verilog", "TestTools"],
      path: "Tests/StageTools",
      swiftSettings: strict),
    tests("StagesTests", ["Support", "Arithmetic", "PipelineIR", "RTL", "Stages", "StageTools", "TestTools"]),
    tests(
      "ComputeStageTests", ["Support", "Arithmetic", "Datapath", "PipelineIR", "RTL", "Stages", "StageTools", bigInt]),
    .target(name: "TestTools", dependencies: ["CZlib"], path: "Tests/TestTools", swiftSettings: strict),
    .target(
      name: "ModelTools", dependencies: ["Support", "ONNX", protobuf], path: "Tests/ModelTools", swiftSettings: strict),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Support", "Arithmetic", "Driver", "Estimate", "ModelTools", "ONNX", "Operators", "PipelineIR", "Quantize",
        "Search", "Synthesis", "TestTools", "Training", protobuf,
      ], path: "Tests/Fuzz", swiftSettings: strict),
    tests("VerilogTests", ["Support", "Verilog", "TestTools"]),
    tests("OperatorTests", ["Support", "Arithmetic", "Datapath", "Operators", "Emit", "TestTools", "Tools", bigInt]),
    tests(
      "SynthesisTests", ["Arithmetic", "Operators", "Support", "Verilog", "Emit", "Synthesis", "Tools", "TestTools"]),
    tests(
      "DriverTests",
      [
        "Driver", "Emit", "Verify", "Support", "Arithmetic", "NetworkIR", "QuantizedIR", "ONNX", "ModelTools",
        "TestTools",
        "Training", "Search", "Quantize", "Synthesis", "Estimate", "Tools", protobuf,
      ]),
    tests("PagesTests", ["Pages", "Support", "TestTools", "Tools"]),
    tests(
      "EstimateTests",
      ["Support", "Arithmetic", "Datapath", "PipelineIR", "Stages", "Estimate", "Synthesis", "Tools"]),

    tests(
      "EmitTests",
      ["Support", "Arithmetic", "Cells", "Datapath", "PipelineIR", "Stages", "Emit", "Verify", "Tools", "TestTools"]),
    .executableTarget(name: "embed-templates", path: "Plugins/embed-templates"),
    tests("ArithmeticTests", ["Arithmetic", "Cells", "HLS", "RTL", "Support", "TestTools", bigInt]),
    tests(
      "GoldenTests", ["Arithmetic", "QuantizedIR", "Support", bigInt]),
    tests(
      "QuantizeTests", ["Arithmetic", "Layers", "NetworkIR", "QuantizedIR", "Quantize", "Support"]),
    tests(
      "LayerTests",
      [
        "Arithmetic", "Datapath", "Emit", "HLS", "Layers", "PipelineIR", "QuantizedIR", "Schedule",
        "StageTools",
        "Stages",
        "Support", "TestTools", "Verify",
        bigInt,
      ]),
    tests(
      "ImportTests",
      [
        "Support", "Arithmetic", "NetworkIR", "QuantizedIR", "Layers", "Import", "Quantize", "Driver",
        "Emit", "Verify", "ONNX",
        "ModelTools", "TestTools", protobuf,
      ]),
    tests("ONNXTests", ["Support", "ONNX", protobuf]),
    tests(
      "TrainingTests",
      [
        "Support", "Arithmetic", "NetworkIR", "QuantizedIR", "Layers", "Import", "Quantize", "ONNX", "Training",
        "ModelTools", "TestTools", bigInt, protobuf,
      ]),
    .plugin(
      name: "EmbedTemplates", capability: .buildTool(), dependencies: ["embed-templates"]),
  ]
)
