import Foundation
import Pages
import Support
import Synthesis

extension DesignReport {
  /// Every plot of the pages.
  var plots: [any Plot] { costPlots + [noisePlot].compactMap { $0 } + histograms }

  /// Where cycles and parts of the device go.
  private var costPlots: [any Plot] {
    var plots: [BarPlot] = []
    let cycles = layers.map { layer in layer.cycles.map { (Double($0), Figure.count($0)) } }
    plots += bars("cycles", "Cycles a frame, layer by layer", "cycles a frame", [BarPlot.Series("", .first, cycles)])
    let bits = layers.map { layer in layer.memoryBits.map { (Double($0), Figure.count($0)) } }
    plots += bars("memory", "Bits of memory, layer by layer", "bits", [BarPlot.Series("", .first, bits)])
    for part in AreaPart.allCases {
      func bar(_ area: Area?) -> (Double, String)? {
        area.map { (Double($0[keyPath: part.count]), Figure.count($0[keyPath: part.count])) }
      }
      let truth = synthesis.map { synthesis in
        BarPlot.Series("synthesised", .first, layers.map { bar(synthesis.area(of: $0.name)) })
      }
      let estimates = BarPlot.Series("estimated", .second, layers.map { bar($0.estimate) })
      plots += bars(
        part.rawValue, "\(part.title(device)) on \(device.rawValue), layer by layer", part.title(device),
        [truth, estimates].compactMap { $0 }.filter { $0.bars.contains { $0 != nil } })
    }
    return plots
  }

  /// A plot of bars; none where no layer has more than nothing.
  private func bars(_ name: String, _ title: String, _ unit: String, _ series: [BarPlot.Series]) -> [BarPlot] {
    guard series.contains(where: { $0.bars.contains { $0.map { $0.length > 0 } ?? false } }) else { return [] }
    let words = layers.indices.map { place in
      let figures = series.compactMap { series in
        series.bars[place].map { series.title.isEmpty ? $0.text : "\($0.text) \(series.title)" }
      }
      return "\(layers[place].name): \(figures.isEmpty ? "-" : figures.joined(separator: ", "))"
    }
    return [
      BarPlot(
        PlotHeading(name: name, title: title, summary: words.joined(separator: "; ")), unit: unit,
        rows: layers.map(\.name), series: series)
    ]
  }

  /// How far every layer is from the float network.
  private var noisePlot: BarPlot? {
    let most = layers.compactMap { [$0.values?.snr, $0.values?.snrAlone].compactMap { $0 }.max() }.max()
    guard hasFloat, let most else { return nil }
    func bar(_ decibels: Double?, _ isExact: Bool?) -> (Double, String)? {
      decibels.map { ($0, Figure.decibels($0)) } ?? (isExact == true ? (most, "exact") : nil)
    }
    let words = layers.map { layer in
      "\(layer.name): \(Self.noise(layer.values?.snr, layer.values?.exact)) up to here, "
        + "\(Self.noise(layer.values?.snrAlone, layer.values?.exactAlone)) alone"
    }
    return BarPlot(
      PlotHeading(
        name: "noise", title: "Signal to noise against the float network, layer by layer",
        summary: words.joined(separator: "; ")), unit: "dB (longer is nearer to the float network)",
      rows: layers.map(\.name),
      series: [
        BarPlot.Series("up to here", .first, layers.map { bar($0.values?.snr, $0.values?.exact) }),
        BarPlot.Series("this layer alone", .second, layers.map { bar($0.values?.snrAlone, $0.values?.exactAlone) }),
      ])
  }

  /// Decibels in words.
  static func noise(_ decibels: Double?, _ isExact: Bool?) -> String {
    decibels.map { Figure.decibels($0) } ?? (isExact == true ? "exact" : "-")
  }

  /// The values of every tensor.
  private var histograms: [any Plot] {
    ([input] + layers).enumerated().compactMap { place, layer in
      guard let values = layer.values, values.bins.isFinite, values.range.allSatisfy(\.isFinite) else { return nil }
      let shares = [
        values.overflow.map { "\(Figure.percent($0)) overflow" },
        values.underflow.map { "\(Figure.percent($0)) underflow to 0" },
        "\(Figure.percent(values.atEnds)) of the golden values at the format's ends",
        "\(Figure.percent(values.zeros)) are 0",
      ].compactMap { $0 }
      let ends = values.range.map(Figure.real)
      return HistogramPlot(
        PlotHeading(
          name: "values-\(place)", title: "\(layer.name): \(layer.format)",
          summary: "The format reaches from \(ends[0]) to \(ends[1]); \(shares.joined(separator: ", "))."),
        start: values.bins.start, width: values.bins.width, range: values.range[0]...values.range[1],
        areas: values.float.map { HistogramPlot.Series("float", $0) },
        line: HistogramPlot.Series("golden", values.golden))
    }
  }
}

/// What an FPGA is made of.
enum AreaPart: String, CaseIterable {
  case luts, registers, multipliers, blocks

  var count: KeyPath<Area, Int> {
    switch self {
    case .luts: \.luts
    case .registers: \.registers
    case .multipliers: \.multipliers
    case .blocks: \.blocks
    }
  }

  func title(_ device: Device) -> String {
    switch self {
    case .luts: "LUTs"
    case .registers: "flip-flops"
    case .multipliers: "DSPs"
    case .blocks: device.blockName
    }
  }
}

extension DesignReport {
  /// The synthesis that layers are compared with: the first one for the device.
  var synthesis: SynthesiseReport? { syntheses.first { $0.target.device == device } }
}

extension SynthesiseReport {
  /// What a layer takes; nil where it is not named.
  func area(of layer: String) -> Area? { layers.first { $0.name == layer }?.area }
}

extension Figure {
  /// With a unit.
  static func decibels(_ value: Double) -> String { String(format: "%.1f dB", value) }

  /// A real number of any size, in about four digits.
  static func real(_ value: Double) -> String { String(format: "%.4g", value) }
}
