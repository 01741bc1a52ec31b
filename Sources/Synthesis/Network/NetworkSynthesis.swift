package import Emit
internal import Foundation
package import Support
internal import Tools

/// Synthesises an emitted folder, or one of its layers, and places, routes or times it where an open tool does.
package struct NetworkSynthesis: Sendable {
  /// What is synthesised, and how far.
  package struct Options: Sendable {
    /// A device, a family, or gates.
    package var target: SynthesisTarget
    /// One layer by its name; nil for the whole network.
    package var layer: String?
    /// The board whose top and pins are taken; nil for the network alone.
    package var board: Board?
    /// The gates of `asic`; nil for the others.
    package var gates: SynthesisFlow.Gates?
    /// The clock that is aimed at, in megahertz.
    package var clock: Double
    /// Whether it is placed and routed.
    package var routes: Bool
    /// Of each tool's run.
    package var limit: Duration

    /// A synthesis for a target; of the whole network where no layer is named.
    package init(
      target: SynthesisTarget, layer: String? = nil, board: Board? = nil, gates: SynthesisFlow.Gates? = nil,
      clock: Double = 100,
      routes: Bool = true, limit: Duration = .seconds(3600)
    ) {
      self.target = target
      self.layer = layer
      self.board = board
      self.gates = gates
      self.clock = clock
      self.routes = routes
      self.limit = limit
    }
  }

  /// To be changed whenever equal sources would give other figures.
  private static let edition = 2

  private let folder: String
  private let manifest: Manifest
  private let options: Options
  /// The module that is synthesised.
  private let top: String
  private let yosys: Yosys
  private let tools: PlacingTools?
  private let sources: SynthesisSources
  /// The board's constraints: the file's name, and its text.
  private let constraints: (name: String, bytes: Data)?
  /// Where logs and results are kept.
  private let results: String

  /// Reads the folder and finds the tools; throws a `Failure` of kind `input` or `tool` where one does not do.
  package init(folder: String, _ manifest: Manifest, _ options: Options) async throws(Failure) {
    guard (options.target == .asic) == (options.gates != nil) else {
      throw Failure(
        at: options.target == .asic ? "--target asic" : "--liberty",
        options.target == .asic ? "gates come from a Liberty file, and none is given" : "only 'asic' has gates",
        notes: ["--target asic --liberty FILE goes together"])
    }
    self.folder = folder
    self.manifest = manifest
    self.options = options
    guard let layer = options.layer.map({ name in manifest.layers.first { $0.name == name } }) ?? manifest.layers.first
    else {
      throw Failure(
        at: "--layer '\(options.layer ?? "")'", "the network has no such layer",
        notes: ["its layers are \(manifest.layers.map(\.name).joined(separator: ", "))"])
    }
    top = options.layer == nil ? options.board?.top(of: manifest.name) ?? manifest.top : layer.module
    sources = try SynthesisSources(folder: folder, manifest, others: options.board?.sources(of: manifest) ?? [])
    constraints = try options.board.map { board throws(Failure) in
      (board.constraints, try WholeFile.bytes("\(folder)/\(board.folder)/\(board.constraints)"))
    }
    yosys = try await Yosys()
    tools = options.routes ? try await PlacingTools(options.target, options.board) : nil
    results = Self.results(in: folder, options.target, layer: options.layer, board: options.board)
    do { try FileManager.default.createDirectory(atPath: results, withIntermediateDirectories: true) } catch {
      throw Failure(at: results, "the folder for logs cannot be made: \(error.localizedDescription)")
    }
  }

  /// Where logs and results of an emitted folder are kept.
  package static func results(
    in folder: String, _ target: SynthesisTarget, layer: String?, board: Board? = nil
  ) -> String {
    "\(folder)/build/synthesis/\(board?.name ?? target.rawValue)"
      + (layer.map { "-" + $0.split(separator: "/").joined(separator: "_") } ?? "")
  }

  /// The figures; from a run before where nothing has changed since.
  ///
  /// - Parameter progress: hears what goes on.
  package func run(progress: @escaping @Sendable (String) -> Void) async throws(Failure) -> NetworkFigures {
    let cache = FileCache.ofUser("synthesis")
    let key = key()
    if let file = cache?.file(key), let data = FileManager.default.contents(atPath: file.path),
      var known = try? JSONDecoder().decode(NetworkFigures.self, from: data),
      known.bitstream.map({ SHA256.hex(ofFile: "\(results)/\($0)") == known.bitstreamDigest }) ?? true
    {
      known.isKept = true
      return known
    }
    let figures = try await withTemporaryFolder { work throws(Failure) in try await measure(in: work, progress) }
    if let cache, let data = try? JSONEncoder().encode(figures) {
      try await withTemporaryFolder { work throws(Failure) in
        try Disk.write(data, to: "\(work)/figures.json")
        try cache.keep("\(work)/figures.json", as: key)
      }
    }
    return figures
  }

  private func key() -> String {
    let commands = "\(options.target.preparation)\n\(options.target.synthesis)"
    var digest = ["\(Self.edition)", yosys.version, options.target.rawValue, "\(options.clock)"]
    digest.append(script(of: top, "", commands))
    digest += [tools?.versions ?? "", options.gates?.digest ?? "", options.gates?.constraint ?? "", folder]
    if let constraints { digest.append(SHA256.hex(of: [UInt8](constraints.bytes))) }
    return SHA256.hex(of: (digest + [sources.digest]).joined(separator: "\n"))
  }

  private func measure(
    in work: String, _ progress: @escaping @Sendable (String) -> Void
  ) async throws(Failure) -> NetworkFigures {
    try sources.write(to: work)
    if let constraints { try Disk.write(constraints.bytes, to: "\(work)/\(constraints.name)") }
    progress("synthesising \(top) for \(options.target.rawValue)")
    let figures = try await synthesise(in: work)
    guard let tools else { return figures }
    if let excess = options.target.capacity.flatMap({ figures.total.area.excess(over: $0) }) {
      var result = figures
      result.notes.append("it does not fit \(options.target.rawValue), so that nothing is placed: \(excess)")
      return result
    }
    progress("\(tools.title) \(top)")
    return try await tools.place(figures, options, in: work, results: results, name: top)
  }

  /// Ports as Yosys sees them, in a run that only reads.
  private func ports(in work: String) async throws(Failure) -> [ModulePort] {
    let script = "\(sources.read)\nhierarchy -check -top \(top)\ntee -q -o ports.txt portlist \(top)\n"
    try await yosys.run(script, as: "ports.ys", in: work, top, limit: options.limit)
    return try ModulePort.list(try WholeFile.text("\(work)/ports.txt", most: 1 << 20))
  }

  private func synthesise(in work: String) async throws(Failure) -> NetworkFigures {
    var (wrapper, own) = ("", top)
    if options.target.router != nil, options.routes, options.board == nil {
      let pins = PinsModule(top: top, ports: try await ports(in: work))
      try Disk.write(pins.text.utf8, to: "\(work)/pins.v")
      (wrapper, own) = ("read_verilog pins.v\n", pins.name)
    }
    if let gates = options.gates {
      try Disk.write(gates.text, to: "\(work)/gates.lib")
      if let constraint = gates.constraint { try Disk.write(constraint.utf8, to: "\(work)/gates.constr") }
    }
    let synthesis = try yosys.commands(synthesising: own, for: options.target, in: work)
    try await yosys.run(
      script(of: own, wrapper, synthesis), in: work, top, limit: options.limit, log: "\(results)/yosys.log")
    return try figures(WholeFile.text("\(work)/stat.txt", most: 1 << 26), own)
  }

  /// What Yosys does with the sources and a wrapper around the top.
  private func script(of own: String, _ wrapper: String, _ synthesis: String) -> String {
    let modules = options.layer == nil ? manifest.layers.map(\.module) : []
    let kept = (modules + [top]).flatMap { [$0, "*?\($0)", "*?\($0)?MEMORY_FOLDER=*"] }
    return """
      \(sources.read)
      \(wrapper)hierarchy -check -top \(own)
      setattr -mod -set keep_hierarchy 1 \(kept.joined(separator: " "))
      \(synthesis)
      \(mapping)
      tee -q -o stat.txt stat\(options.gates == nil ? "" : " -liberty gates.lib")
      setattr -mod -unset keep_hierarchy *
      flatten
      \(options.gates == nil ? "clean\nwrite_json design.json" : "splitnets -ports\nautoname\nopt_clean -purge\nwrite_verilog -noattr -noexpr design.v")

      """
  }

  /// The figures of every module in what `stat` prints.
  private func figures(_ text: String, _ own: String) throws(Failure) -> NetworkFigures {
    var figures = NetworkFigures(yosys: yosys.version, total: PartFigures())
    for (module, cells) in try StatisticsText.modules(text) where module != own || own == top {
      var part = PartFigures(cells: cells, on: options.target.device)
      part.gateArea = options.gates == nil ? nil : StatisticsText.area(text, of: module)
      figures.total = figures.total + part
      let name = StatisticsText.plainName(module)
      if let layer = manifest.layers.first(where: { $0.module == name }), options.layer == nil {
        figures.layers.append(.init(name: layer.name, figures: part))
      } else {
        figures.rest = figures.rest + part
      }
    }
    let order = manifest.layers.map(\.name)
    figures.layers.sort { (order.firstIndex(of: $0.name) ?? 0) < (order.firstIndex(of: $1.name) ?? 0) }
    return figures
  }

  /// What maps to a Liberty file's gates.
  private var mapping: String {
    guard let gates = options.gates else { return "" }
    let constraint = gates.constraint == nil ? "" : "-constr gates.constr "
    return "dfflibmap -liberty gates.lib\nabc -liberty gates.lib \(constraint)-D \(Int(1e6 / options.clock))"
  }
}
