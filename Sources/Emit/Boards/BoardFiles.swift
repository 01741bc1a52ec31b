internal import Arithmetic
internal import Cells
package import Support

/// The files in `boards/`: tops that talk UART, their pins, their testbenches, and a host's script.
enum BoardFiles {
  /// The cells that the tops use beside those of the machine.
  private static let cells = ["mantissa_power_on", "mantissa_uart_bridge"]
  /// Where those lie that the machine has not.
  static let cellFolder = "boards/cells/"

  static func add(_ manifest: Manifest, to files: inout FileSet) throws(Failure) {
    for cell in CellLibrary.closure(of: cells) where files["rtl/cells/\(cell).v"] == nil {
      try files.add("\(cellFolder)\(cell).v", CellLibrary.text(of: cell) ?? "")
    }
    try files.add("boards/classify.py", try Scaffold.render("boards/classify.py", host(manifest)), executable: true)
    for board in Board.all {
      let place = "\(board.folder)/\(board.top(of: manifest.name))"
      try files.add("\(place).v", try Scaffold.render("boards/top.v", top(board, manifest)))
      try files.add("\(place)_tb.v", try Scaffold.render("boards/tb.v", bench(board, manifest)))
      try files.add("\(board.folder)/\(board.constraints)", try constraints(board, manifest))
    }
  }

  /// The first 32 bits of the design's hash, in hex.
  private static func number(_ manifest: Manifest) -> Values.Value { .text(String(manifest.hash.prefix(8))) }

  private static func common(_ board: Board, _ manifest: Manifest) -> Values {
    [
      "module": .text(board.top(of: manifest.name)), "megahertz": .text(board.clockText),
      "divider": .init(board.divider), "block": .init(Board.block), "baud": .init(Board.baud),
      "has_memories": .flag(!manifest.memories.isEmpty), "has_tied": .flag(board.tied != nil),
      "tied_port": .text(board.tied?.port ?? ""), "id": number(manifest),
      "in_bytes": .init(manifest.interface.input.tdataBits / 8),
      "in_words": .init(manifest.interface.input.wordsPerFrame),
      "out_bytes": .init(manifest.interface.output.tdataBits / 8),
    ]
  }

  private static func top(_ board: Board, _ manifest: Manifest) -> Values {
    var values = common(board, manifest)
    values["top"] = .text(manifest.top)
    values["has_load"] = .flag(manifest.load != nil)
    values["title"] = .text(board.title)
    values["hertz"] = .init(board.hertz)
    values["hash"] = .text(manifest.hash)
    values["pressed"] = .text(board.buttonIsLow ? "low" : "high")
    values["button_not"] = .text(board.buttonIsLow ? "!" : "")
    values["led_not"] = .text(board.ledIsLow ? "!" : "")
    values["tied_reason"] = .text(board.tied?.reason ?? "")
    values["s_top_bit"] = .init(manifest.interface.input.tdataBits - 1)
    values["m_top_bit"] = .init(manifest.interface.output.tdataBits - 1)
    return values
  }

  private static func bench(_ board: Board, _ manifest: Manifest) -> Values {
    var values = common(board, manifest)
    values["out_words"] = .init(manifest.interface.output.wordsPerFrame)
    values["half_period"] = .init((500_000_000_000 + board.hertz / 2) / board.hertz)
    values["bit_time"] = .init(1_000_000_000_000 / Board.baud)
    values["frames"] = .init(manifest.vectors.frames)
    values["idle"] = .init(manifest.idleLimit)
    values["input_file"] = .text(manifest.upToRoot + manifest.vectors.input)
    values["expected_file"] = .text(manifest.upToRoot + manifest.vectors.expected)
    values["released"] = .text(board.buttonIsLow ? "1'b1" : "1'b0")
    values["led_off"] = .text(board.ledIsLow ? "1'b1" : "1'b0")
    return values
  }

  private static func constraints(_ board: Board, _ manifest: Manifest) throws(Failure) -> String {
    try Scaffold.render(
      "boards/pins." + (board.family == .ice40 ? "pcf" : "lpf"),
      [
        "module": .text(board.top(of: manifest.name)), "title": .text(board.title), "source": .text(board.source),
        "megahertz": .text(board.clockText),
        "pins": .list(
          board.pins.map { ["port": .text($0.port), "site": .text($0.site), "options": .text($0.options)] }),
      ])
  }

  private static func host(_ manifest: Manifest) -> Values {
    var values: Values = [
      "top": .text(manifest.top), "id": number(manifest), "baud": .init(Board.baud), "block": .init(Board.block),
      "s_elements": .init(manifest.interface.input.shape.count),
    ]
    for (key, side) in [("s", manifest.interface.input), ("m", manifest.interface.output)] {
      values[key + "_words"] = .init(side.wordsPerFrame)
      values[key + "_lanes"] = .init(side.lanes)
      values[key + "_lane_bits"] = .init(side.laneBits)
      values[key + "_element_bits"] = .init(side.elementBits)
      values[key + "_format"] = .text(side.format.description)
    }
    return values
  }
}

extension Board {
  /// The clock in megahertz, without a fraction that is none.
  fileprivate var clockText: String { hertz % 1_000_000 == 0 ? "\(hertz / 1_000_000)" : "\(megahertz)" }

  /// Frames that the line brings in a second, a byte being 10 bits, when nothing else takes longer.
  package func framesPerSecond(of manifest: Manifest) -> Double {
    let side = manifest.interface.input
    return Double(Self.baud) / 10 / (Double(side.tdataBits / 8) * Double(side.wordsPerFrame))
  }

  /// The Verilog files of a machine's top on this board, below an emitted folder with this manifest.
  ///
  /// Throws a `Failure` where the folder has none.
  package func sources(of manifest: Manifest) throws(Failure) -> [String] {
    let top = "\(folder)/\(top(of: manifest.name)).v"
    guard manifest.backend == nil, manifest.hashes[top] != nil else {
      throw Failure(
        at: "--board \(name)", "the folder has no files for boards",
        notes: ["'mantissa compile' writes them beside Verilog; compile it again"])
    }
    return manifest.hashes.keys.filter { $0.hasPrefix(BoardFiles.cellFolder) }.sorted() + [top]
  }
}
