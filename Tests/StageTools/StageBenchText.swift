import PipelineIR
import RTL

/// The Verilog around one stage: sources, sinks, and a log in the form of `StageCase.log`.
struct StageBenchText {
  var index: Int
  var stage: StageCase
  var hardware: StageHardware

  private var inputs: Range<Int> { stage.words.indices }
  private var outputs: Range<Int> { stage.expected.indices }
  private func port(_ side: String, _ stream: Int, of count: Int) -> String {
    count == 1 ? "\(side)_axis_" : "\(side)\(stream)_axis_"
  }

  /// The module `bench_<index>`.
  var module: String {
    """
    module bench_\(index) (input wire aclk, input wire aresetn, input wire [31:0] cycle, input wire finish);
    integer file;
    reg [31:0] stimulus [0:\(stage.stimulus.count)];
    wire running = aresetn && cycle < \(stage.stimulus.count);
    wire [31:0] now = running ? stimulus[cycle] : 32'd0;
    \(inputs.map(source).joined())\(outputs.map(sink).joined())
    wire [31:0] entered = {\(inputs.reversed().map { "v\($0) && r\($0)" }.joined(separator: ", "))};
    wire [31:0] left = {\(outputs.reversed().map { "mv\($0) && now[\(16 + $0)]" }.joined(separator: ", "))};
    initial begin
    file = $fopen("log_\(index).txt", "w");
    $readmemh("stimulus_\(index).mem", stimulus, 0, \(stage.stimulus.count - 1));
    \(inputs.map { "$readmemh(\"words_\(index)_\($0).mem\", words\($0));" }.joined(separator: "\n"))
    end
    always @(posedge aclk) if (running) begin
    if (entered != 0 || left != 0) $fwrite(file, "%0d %0d %0d", cycle, entered, left);
    \(outputs.map { "if (left[\($0)]) $fwrite(file, \" %h\", md\($0));" }.joined(separator: "\n"))
    if (entered != 0 || left != 0) $fwrite(file, "\\n");
    end
    always @(posedge finish) begin
    $fwrite(file, "end [\(list(inputs))] [\(list(outputs))]\\n", \(arguments));
    $fclose(file);
    end
    \(instance)
    endmodule

    """
  }

  private func list(_ streams: Range<Int>) -> String { streams.map { _ in "%0d" }.joined(separator: ", ") }
  private var arguments: String {
    (inputs.map { "taken\($0)" } + outputs.map { "given\($0)" }).joined(separator: ", ")
  }

  private func source(_ i: Int) -> String {
    let width = stage.inputs[i].wordWidth
    return """
      reg [\(width - 1):0] words\(i) [0:\(stage.words[i].count - 1)];
      reg held\(i) = 0; integer taken\(i) = 0;
      wire r\(i);
      wire v\(i) = running && taken\(i) < \(stage.words[i].count) && (held\(i) || now[\(i)]);
      wire [\(width - 1):0] d\(i) = words\(i)[taken\(i)];
      always @(posedge aclk) begin
      held\(i) <= v\(i) && !r\(i);
      if (v\(i) && r\(i)) taken\(i) <= taken\(i) + 1;
      end

      """
  }

  private func sink(_ i: Int) -> String {
    """
    integer given\(i) = 0;
    wire mv\(i);
    wire [\(stage.outputWidth(i) - 1):0] md\(i);
    always @(posedge aclk) if (running && mv\(i) && now[\(16 + i)]) given\(i) <= given\(i) + 1;

    """
  }

  private var instance: String {
    let parameters = hardware.parameters.map { ".\($0.name)(\($0.value))" }.joined(separator: ", ")
    var ports = [".aclk(aclk)", ".aresetn(aresetn)"]
    for i in inputs {
      let name = port("s", i, of: inputs.count)
      ports += [".\(name)tvalid(v\(i))", ".\(name)tready(r\(i))", ".\(name)tdata(d\(i))"]
    }
    for i in outputs {
      let name = port("m", i, of: outputs.count)
      ports += [".\(name)tvalid(mv\(i))", ".\(name)tready(now[\(16 + i)])", ".\(name)tdata(md\(i))"]
    }
    return "\(hardware.module) #(\(parameters)) dut (\(ports.joined(separator: ", ")));"
  }

  /// The top module: clock, reset, the cycle's number, and all cases.
  static func top(cases: Int, cycles: Int) -> String {
    """
    module bench;
    reg aclk = 0; reg aresetn = 0; reg finish = 0; reg [31:0] cycle = 0;
    always #1 aclk = !aclk;
    always @(posedge aclk) if (aresetn) cycle <= cycle + 1;
    initial begin
    repeat (3) @(posedge aclk);
    aresetn <= 1;
    repeat (\(cycles + 1)) @(posedge aclk);
    finish = 1;
    #1 $finish;
    end
    \((0..<cases).map { "bench_\($0) c\($0) (aclk, aresetn, cycle, finish);" }.joined(separator: "\n"))
    endmodule

    """
  }
}
