import Foundation
import PipelineIR
import StageTools
import TestTools
import Testing
import Verilog

/// The RTL of many pipelines with gates in their streams: the words that have passed on each stream after some cycles.
enum GatedBench {
  struct Case {
    var pipeline: Pipeline
    var gates: Gates
    var frames: Int
    /// Cycles after which words are counted.
    var cycles: Int
  }

  enum Simulator: String, CaseIterable { case icarus, verilator }

  static func run(_ cases: [Case], in simulator: Simulator) throws -> [[Int]] {
    try withTemporaryFolder { folder in
      var bench = ""
      var cells: Set<String> = []
      var files = ["bench.v"]
      for (index, item) in cases.enumerated() {
        for stage in item.pipeline.stages {
          let hardware = hardware(stage, of: item.pipeline, index)
          cells.formUnion(hardware.modules.isEmpty ? hardware.cells + [hardware.module] : hardware.cells)
          try StageBench.write(hardware, to: folder)
          files += hardware.modules.map { $0.name + ".v" }
        }
        bench += module(item, index)
        let masks = item.gates.masks.map { String($0, radix: 16) }.joined(separator: "\n") + "\n"
        try masks.write(to: folder.appendingPathComponent("gates_\(index).mem"), atomically: true, encoding: .utf8)
      }
      bench += top(cases)
      try bench.write(to: folder.appendingPathComponent("bench.v"), atomically: true, encoding: .utf8)
      files += try cells.sorted().map(StageBench.cellPath)
      let output = try simulate(files, simulator, in: folder)
      var found = cases.map { _ in [Int]() }
      for line in output.split(separator: "\n") where line.hasPrefix("counts ") {
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        if let index = numbers.first, cases.indices.contains(index) { found[index] = Array(numbers.dropFirst()) }
      }
      return found
    }
  }

  private static func simulate(_ files: [String], _ simulator: Simulator, in folder: URL) throws -> String {
    switch simulator {
    case .icarus:
      let built = try TestTools.run("iverilog", ["-g2005", "-o", "bench.vvp"] + files, in: folder)
      try #require(built.status == 0, "\(built.output)")
      return try TestTools.run("vvp", ["-n", "bench.vvp"], in: folder).output
    case .verilator:
      let options = ["--binary", "--timing", "-Wno-fatal", "-Wno-lint", "-CFLAGS", "-O0", "--top-module", "bench"]
      let built = try TestTools.run("verilator", options + files, in: folder)
      try #require(built.status == 0, "\(built.output)")
      return try TestTools.run("./obj_dir/Vbench", [], in: folder).output
    }
  }

  private static func hardware(_ stage: Stage, of pipeline: Pipeline, _ index: Int) -> StageHardware {
    stage.operation.hardware(name: "m\(index)_\(stage.name)", inputs: pipeline.inputs(of: stage))
  }

  private static func module(_ item: Case, _ index: Int) -> String {
    let pipeline = item.pipeline
    let streams = pipeline.streams
    let numbers = GatedMachine.numbers(of: pipeline)
    let count = numbers.count
    let wires = numbers.sorted { $0.value < $1.value }.map { name, number in
      let width = streams[name]?.wordWidth ?? 1
      return "wire v\(number), r\(number); wire [\(width - 1):0] d\(number); integer n\(number) = 0;\n"
        + "always @(posedge aclk) if (running && v\(number) && r\(number) && open[\(number)]) n\(number) <= n\(number) + 1;"
    }
    let instances = pipeline.stages.map { stage in
      let hardware = hardware(stage, of: pipeline, index)
      let values = hardware.parameters.map { ".\($0.name)(\($0.value))" }.joined(separator: ", ")
      let inputs = stage.inputs.enumerated().map {
        ports("s", $0.offset, of: stage.inputs.count, numbers[$0.element] ?? 0, takes: true)
      }
      let outputs = stage.outputNames.enumerated().map {
        ports("m", $0.offset, of: stage.outputs.count, numbers[$0.element] ?? 0, takes: false)
      }
      return "\(hardware.module) #(\(values)) \(stage.name) (.aclk(aclk), .aresetn(aresetn), "
        + (inputs + outputs).joined(separator: ", ") + ");"
    }
    let list = (0..<count).map { _ in "%0d" }.joined(separator: " ")
    let last = numbers[pipeline.outputStream] ?? 0
    return """
      module graph_\(index) (input wire aclk, input wire aresetn, input wire [31:0] cycle);
      reg [63:0] masks [0:\(item.gates.masks.count - 1)];
      initial $readmemh("gates_\(index).mem", masks);
      wire running = aresetn && cycle < \(item.cycles);
      wire [63:0] open = running ? masks[cycle % \(item.gates.masks.count)] : 64'd0;
      \(wires.joined(separator: "\n"))
      assign v0 = n0 < \(item.frames * pipeline.input.stream.wordsPerFrame);
      assign d0 = n0;
      assign r\(last) = 1'b1;
      \(instances.joined(separator: "\n"))
      always @(posedge aclk) if (aresetn && cycle == \(item.cycles))
      $display("counts %0d \(list)", \(index), \((0..<count).map { "n\($0)" }.joined(separator: ", ")));
      endmodule

      """
  }

  private static func ports(_ side: String, _ index: Int, of count: Int, _ stream: Int, takes: Bool) -> String {
    let name = count == 1 ? "\(side)_axis_" : "\(side)\(index)_axis_"
    // The gate is open to both sides or to none.
    return takes
      ? ".\(name)tvalid(v\(stream) && open[\(stream)]), .\(name)tready(r\(stream)), .\(name)tdata(d\(stream))"
      : ".\(name)tvalid(v\(stream)), .\(name)tready(r\(stream) && open[\(stream)]), .\(name)tdata(d\(stream))"
  }

  private static func top(_ cases: [Case]) -> String {
    """
    module bench;
    reg aclk = 0, aresetn = 0; reg [31:0] cycle = 0;
    always #1 aclk = !aclk;
    always @(posedge aclk) if (aresetn) cycle <= cycle + 1;
    initial begin
    repeat (3) @(posedge aclk);
    aresetn <= 1;
    repeat (\((cases.map(\.cycles).max() ?? 0) + 2)) @(posedge aclk);
    $finish;
    end
    \(cases.indices.map { "graph_\($0) g\($0) (aclk, aresetn, cycle);" }.joined(separator: "\n"))
    endmodule

    """
  }
}
