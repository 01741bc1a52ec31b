internal import Arithmetic
internal import Cells
internal import Datapath
package import PipelineIR
package import Verilog

/// A stage in Verilog.
///
/// Its module has `aclk`, `aresetn` and for each input `s_axis_tvalid`, `s_axis_tready`, `s_axis_tdata` (with
/// several inputs `s0_axis_...`, `s1_axis_...`), for each output `m_axis_...` (several: `m0_axis_...`).
package struct StageHardware: Sendable {
  /// The module to instantiate: a cell's name, or the name of one of `modules`.
  package var module: String
  package var parameters: [(name: String, value: String)]
  /// Generated modules.
  package var modules: [Module]
  /// Cells that these need, by module name, those of cells included.
  package var cells: [String]
  /// Memory files that `$readmemh` reads.
  package var memories: [MemoryImage]

  package init(
    module: String, parameters: [(name: String, value: String)] = [], modules: [Module] = [],
    cells: [String] = [], memories: [MemoryImage] = []
  ) {
    self.module = module
    self.parameters = parameters
    self.modules = modules
    self.cells = cells
    self.memories = memories
  }

  /// A generated module that bears the stage's name.
  init(_ module: Module, cells: [CellUse], memories: [MemoryImage] = []) {
    let names = CellLibrary.closure(of: cells.map(\.module))
    self.init(module: module.name, modules: [module], cells: names, memories: memories)
  }
}

/// The content of a read-only memory.
package struct MemoryImage: Sendable {
  /// The file's name, for example `conv1_weights.mem`.
  package var file: String
  /// Bits a word.
  package var width: Int
  /// Whether the machine takes another content while it rests.
  package var isLoadable: Bool
  /// Words as `(width + 3) / 4` lower-case hex digits, one a line, address 0 first.
  package var text: String

  package init(file: String, width: Int, text: String, isLoadable: Bool = false) {
    self.file = file
    self.width = width
    self.text = text
    self.isLoadable = isLoadable
  }

  package init(file: String, width: Int, words: [String], isLoadable: Bool = false) {
    self.init(file: file, width: width, text: words.map { $0 + "\n" }.joined(), isLoadable: isLoadable)
  }

  /// The content as words of `MemoryRead.loadWidth` bits, the lowest bits of a memory's word first.
  package var loadWords: [UInt32] {
    text.split(separator: "\n").flatMap { line in
      stride(from: (width + 3) / 4, to: 0, by: -8).map { end in
        UInt32(line.prefix(end).suffix(8), radix: 16) ?? 0
      }
    }
  }
}

extension StageOperation {
  /// The stage's Verilog: the cell of its contract, or a module `name` made of its datapath.
  package func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    switch body(inputs: inputs) {
    case .cell(let use):
      StageHardware(
        module: use.module, parameters: use.parameters.map { ($0.name, $0.value.verilog) },
        cells: CellLibrary.closure(of: [use.module]))
    case .datapath(let datapath): datapath.hardware(name)
    }
  }
}
