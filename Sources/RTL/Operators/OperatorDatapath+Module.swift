package import Datapath
package import Verilog

extension OperatorDatapath {
  /// The operator's Verilog module over library cells.
  ///
  /// Ports are `aclk`, `enable`, the operands and `result`; one result a cycle while `enable` is high, no reset.
  package var module: Module {
    Module(
      name: name, header: [],
      ports: [Module.Port(.input, "aclk"), Module.Port(.input, "enable")]
        + graph.inputs.map { Module.Port(.input, $0.name, width: $0.bits) } + [
          Module.Port(.output, "result", width: graph.output.bits)
        ],
      items: GraphWriter(graph, name: name).items)
  }

  /// The modules of its cells, by name; those need others.
  package var modules: [String] { cells.map(\.module) }
}
