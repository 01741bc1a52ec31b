internal import Cells
internal import Datapath
package import Emit
package import Operators
internal import RTL
package import Support
package import Verilog

/// A combinational module that is synthesised and measured: an operator, or a few of them put together.
package struct Circuit: Sendable {
  /// An input port, and the numbers that come there in a network.
  package struct Input: Sendable {
    /// The port's name.
    package var port: String
    /// Bits of the port.
    package var width: Int
    /// The numbers that come there.
    package var stimulus: Stimulus

    /// A port and its numbers.
    package init(_ port: String, width: Int, _ stimulus: Stimulus) {
      self.port = port
      self.width = width
      self.stimulus = stimulus
    }
  }

  /// The name in tables and of `--only`.
  package var title: String
  /// The top module; besides the inputs it may have `aclk` and `enable`, and its output is `result`.
  package var top: Module
  /// Operators whose modules the top instantiates, or the one whose module it is.
  package var operators: [Operator]
  /// The input ports.
  package var inputs: [Input]
  /// The bits of the result.
  package var resultWidth: Int
  /// The operator that the whole circuit is, by which simulated results are checked.
  package var definition: Operator?

  /// An operator as it stands.
  package init(_ title: String, _ made: Operator, _ stimuli: [Stimulus]) {
    self.title = title
    top = made.datapath.module
    operators = [made]
    inputs = zip(made.operands, stimuli).map { Input($0.port, width: $0.width, $1) }
    resultWidth = made.result.width
    definition = made
  }

  /// A module over operators.
  package init(_ title: String, top: Module, operators: [Operator], inputs: [Input], resultWidth: Int) {
    self.title = title
    self.top = top
    self.operators = operators
    self.inputs = inputs
    self.resultWidth = resultWidth
    definition = nil
  }
}

extension Circuit {
  /// The parameter of cells that exist in a form for fabrics with carry chains and in one for gates.
  private static let chains = "CHAINS"

  /// The Verilog files.
  ///
  /// - Parameter chains: which form such cells take.
  package func sources(chains: Bool) throws(Failure) -> FileSet {
    var files = FileSet()
    var modules = [top]
    for made in operators where !modules.contains(where: { $0.name == made.module }) {
      modules.append(made.datapath.module)
    }
    for module in modules { try files.add("\(module.name).v", Self.chosen(module, chains: chains).description) }
    for cell in CellLibrary.closure(of: operators.flatMap(\.datapath.modules)) {
      try files.add("cells/\(cell).v", CellLibrary.text(of: cell) ?? "")
    }
    return files
  }

  /// The module with the parameter set at every cell that has it.
  private static func chosen(_ module: Module, chains: Bool) -> Module {
    var module = module
    module.items = module.items.map { item in
      guard case .instance(var instance) = item,
        CellLibrary.text(of: instance.module)?.contains("parameter \(Self.chains) ") ?? false
      else { return item }
      instance.parameters.removeAll { $0.name == Self.chains }
      instance.parameters.append(.init(Self.chains, .integer(chains ? 1 : 0)))
      return .instance(instance)
    }
    return module
  }
}
