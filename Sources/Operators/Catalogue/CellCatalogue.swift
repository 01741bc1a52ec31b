internal import Arithmetic
internal import Cells
internal import HLS
internal import RTL

/// Every cell of the library with its contract and what implements it, read from the back ends' tables and from the heads
/// of the Verilog files.
package struct CellCatalogue: Sendable {
  /// One Verilog module of the library.
  package struct Entry: Sendable {
    /// The contract's name; nil for a module that only other cells instantiate.
    package var contract: String?
    /// The Verilog module, which is also the name of its file.
    package var module: String
    /// The folder of `Templates/cells`: the family, or what the cells are for.
    package var folder: String
    /// What it computes: the first line of its file.
    package var summary: String
    /// What the file says of clock cycles; empty where it says nothing.
    package var latency: String
    /// Parameters with their defaults, as the module declares them.
    package var parameters: [(name: String, value: String)]
    /// Ports as the module declares them, with their range.
    package var ports: [(direction: String, name: String, range: String)]
    /// The C++ header below `Templates/hls`; nil where synthesis tools need none.
    package var header: String?
    /// The cells that it instantiates.
    package var uses: [String]
  }

  /// By folder, then by name.
  package let entries: [Entry]

  /// The cells that the command carries.
  package init() {
    let contracts = Dictionary(
      CellTable.modules.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
    let files = EmbeddedText.files(below: "cells").filter { $0.key.hasSuffix(".v") }
    entries = files.keys.sorted().compactMap { path in
      let parts = path.split(separator: "/").map(String.init)
      guard let text = files[path], parts.count == 3 else { return nil }
      return Entry(text, module: String(parts[2].dropLast(2)), folder: parts[1], contracts: contracts)
    }
  }
}

extension CellCatalogue.Entry {
  fileprivate init(_ text: String, module: String, folder: String, contracts: [String: String]) {
    let head = VerilogHead(text)
    self.module = module
    self.folder = folder
    contract = contracts[module]
    summary = head.summary
    latency = head.latency
    parameters = head.parameters
    ports = head.ports
    let file = module + ".h"
    header = CellHeaders.text(file).map { _ in file }
    uses = CellLibrary.closure(of: [module]).filter { $0 != module && text.contains("\($0) #(") }
  }
}
