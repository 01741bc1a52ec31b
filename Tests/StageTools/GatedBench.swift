import Foundation
package import PipelineIR
import RTL
import TestTools
import Testing
import Verilog

/// The RTL of many pipelines with gates in their streams: the words that have passed on each stream after some cycles.
package enum GatedBench {
  package struct Case {
    package var pipeline: Pipeline
    package var gates: Gates
    package var frames: Int
    /// Cycles after which words are counted.
    package var cycles: Int
    /// The words of the frames in hexadecimal; without them word i is i.
    package var inputs: [String]

    package init(pipeline: Pipeline, gates: Gates, frames: Int, cycles: Int, inputs: [String] = []) {
      self.pipeline = pipeline
      self.gates = gates
      self.frames = frames
      self.cycles = cycles
      self.inputs = inputs
    }
  }

  /// What a machine did.
  package struct Result {
    /// Words that passed on each stream.
    package var counts: [Int] = []
    /// The words that left, in hexadecimal.
    package var words: [String] = []
  }

  package static func run(_ cases: [Case], in simulator: StageBench.Simulator) throws -> [Result] {
    try withTemporaryFolder { folder in
      var bench = ""
      var files = ["bench.v"]
      for (index, item) in cases.enumerated() {
        for stage in item.pipeline.stages {
          let hardware = hardware(stage, of: item.pipeline, index)
          try StageBench.write(hardware, to: folder)
          files += hardware.modules.map { $0.name + ".v" }
        }
        bench += module(item, index)
        if !item.inputs.isEmpty {
          let words = item.inputs.joined(separator: "\n") + "\n"
          try words.write(to: folder.appendingPathComponent("inputs_\(index).mem"), atomically: true, encoding: .utf8)
        }
        let masks = item.gates.masks.map { String($0, radix: 16) }.joined(separator: "\n") + "\n"
        try masks.write(to: folder.appendingPathComponent("gates_\(index).mem"), atomically: true, encoding: .utf8)
      }
      bench += top(cases)
      try bench.write(to: folder.appendingPathComponent("bench.v"), atomically: true, encoding: .utf8)
      files += try StageBench.cellFolders()
      let simulation = try StageBench.simulate(files, simulator, in: folder)
      try #require(simulation.succeeded, "\(simulation.output)")
      var found = cases.map { _ in Result() }
      for line in simulation.output.split(separator: "\n") {
        let fields = line.split(separator: " ")
        guard fields.count > 2, let index = Int(fields[1]), cases.indices.contains(index) else { continue }
        if fields[0] == "counts" { found[index].counts = fields.dropFirst(2).compactMap { Int($0) } }
        if fields[0] == "word" { found[index].words.append(String(fields[2])) }
      }
      return found
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
      module graph_\(index) (input wire clock, input wire aresetn, input wire [31:0] cycle);
      // Machines that are done cost no more time.
      wire aclk = clock && cycle <= \(item.cycles);
      reg [63:0] masks [0:\(item.gates.masks.count - 1)];
      initial $readmemh("gates_\(index).mem", masks);
      wire running = aresetn && cycle < \(item.cycles);
      wire [63:0] open = running ? masks[cycle % \(item.gates.masks.count)] : 64'd0;
      \(wires.joined(separator: "\n"))
      assign v0 = n0 < \(item.frames * pipeline.input.stream.wordsPerFrame);
      \(source(item, index))
      assign r\(last) = 1'b1;
      \(instances.joined(separator: "\n"))
      always @(posedge aclk) if (running && v\(last) && open[\(last)]) $display("word \(index) %h", d\(last));
      always @(posedge aclk) if (aresetn && cycle == \(item.cycles))
      $display("counts %0d \(list)", \(index), \((0..<count).map { "n\($0)" }.joined(separator: ", ")));
      endmodule

      """
  }

  private static func source(_ item: Case, _ index: Int) -> String {
    let width = item.pipeline.input.stream.wordWidth
    if item.inputs.isEmpty { return "assign d0 = n0;" }
    return """
      reg [\(width - 1):0] words [0:\(item.inputs.count - 1)];
      initial $readmemh("inputs_\(index).mem", words);
      assign d0 = words[n0 % \(item.inputs.count)];
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
