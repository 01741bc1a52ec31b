/// Bars from left to right, one row a layer, one bar a series in each.
package struct BarPlot: Plot {
  /// One kind of figure.
  package struct Series: Sendable {
    /// What the legend says.
    package var title: String
    /// Its color.
    package var tint: Tint
    /// One a row: how long the bar is and what stands behind it; nil for none.
    package var bars: [(length: Double, text: String)?]

    /// A series with a bar, or none, a row.
    package init(_ title: String, _ tint: Tint, _ bars: [(length: Double, text: String)?]) {
      self.title = title
      self.tint = tint
      self.bars = bars
    }
  }

  package var heading: PlotHeading
  /// What lengths count.
  var unit: String
  /// The names of the rows.
  var rows: [String]
  var series: [Series]

  /// A plot whose rows all series have.
  package init(_ heading: PlotHeading, unit: String, rows: [String], series: [Series]) {
    self.heading = heading
    self.unit = unit
    self.rows = rows
    self.series = series
  }

  package var size: (width: Int, height: Int) {
    (440, 50 + rows.count * (series.count > 1 ? 34 : 24) + (series.count > 1 ? 24 : 0))
  }

  package var commands: String {
    let lengths = series.flatMap { $0.bars.compactMap { $0?.length } }.filter(\.isFinite)
    let (low, high) = (min(0, lengths.min() ?? 0), max(0, lengths.max() ?? 0))
    let reach = high > low ? high - low : 1
    let half = series.count > 1 ? 0.19 : 0.34
    let data = series.enumerated().map { number, series in
      let lines = zip(rows, series.bars).enumerated().map { place, row in
        let middle = Double(place) + (self.series.count > 1 ? (Double(number) - 0.5) * 0.4 : 0)
        let length = row.1.map { Gnuplot.number($0.length) } ?? "NaN"
        return "\(middle) \(length) \(Gnuplot.quoted(row.1?.text ?? ""))"
      }
      return "$series\(number) << END\n\(lines.joined(separator: "\n"))\nEND\n"
    }
    let names = rows.enumerated().map { "\(Gnuplot.quoted($1, most: 18)) \($0)" }.joined(separator: ", ")
    let plots = series.enumerated().map { number, series in
      "$series\(number) using ($2/2):1:($2/2):(\(half)) with boxxyerror linecolor rgb '\(series.tint.mark)' "
        + (self.series.count > 1 ? "title \(Gnuplot.quoted(series.title))" : "notitle")
        + ", $series\(number) using ($2 < 0 ? 0 : $2):1:3 with labels left offset 0.4,0 textcolor rgb '\(Tint.ink.mark)' notitle"
    }
    return data.joined() + """
      set xrange [\(low - (low < 0 ? 0.05 * reach : 0)):\(high + 0.24 * reach)]
      set yrange [\(Double(rows.count) - 0.5):-0.5]
      set ytics scale 0 (\(names))
      set xlabel \(Gnuplot.quoted(unit, most: 60))
      unset xtics
      set border 2
      set key \(series.count > 1 ? "outside top left horizontal reverse Left" : "off")
      plot \(plots.joined(separator: ", "))
      """
  }
}
