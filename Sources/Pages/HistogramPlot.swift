internal import Foundation

/// The shares of values in bins, on a logarithmic scale, under the range of a format.
package struct HistogramPlot: Plot {
  /// One kind of values.
  package struct Series: Sendable {
    /// What the legend says.
    package var title: String
    /// The share of all values in each bin, 0...1.
    package var shares: [Double]

    /// A series of shares.
    package init(_ title: String, _ shares: [Double]) {
      self.title = title
      self.shares = shares
    }
  }

  package var heading: PlotHeading
  /// Where the first bin begins, and how wide each is.
  var (start, width): (Double, Double)
  /// The least and the greatest value of the format.
  var range: ClosedRange<Double>
  /// Drawn as areas; values beyond the range stand out.
  var areas: Series?
  /// Drawn as a line.
  var line: Series?

  /// A histogram of one or two kinds of values in equal bins.
  package init(
    _ heading: PlotHeading, start: Double, width: Double, range: ClosedRange<Double>, areas: Series?, line: Series?
  ) {
    self.heading = heading
    (self.start, self.width) = (start, width)
    self.range = range
    self.areas = areas
    self.line = line
  }

  package var size: (width: Int, height: Int) { (440, 250) }

  /// Whether the middle of a bin is farther from the range than its half width.
  private func isBeyond(_ bin: Int) -> Bool {
    let middle = start + (Double(bin) + 0.5) * width
    return middle < range.lowerBound - width / 2 || middle > range.upperBound + width / 2
  }

  package var commands: String {
    let bins = max(areas?.shares.count ?? 0, line?.shares.count ?? 0)
    let end = start + Double(max(1, bins)) * width
    let shares = ((areas?.shares ?? []) + (line?.shares ?? [])).filter { $0 > 0 }
    // A power of ten under the least share, in percent.
    let floor = pow(10, (log10(100 * (shares.min() ?? 0.01)) - 1e-9).rounded(.down))
    var (data, plots) = ("", [String]())
    if let areas {
      for (name, tint, title, isBeyond) in [
        ("$within", Tint.first, areas.title, false), ("$beyond", .alarm, "beyond the format", true),
      ] {
        let rows = areas.shares.enumerated().filter { $1 > 0 && self.isBeyond($0) == isBeyond }.map { bin, share in
          let low = start + Double(bin) * width
          return [low, low + width, 100 * share].map(Gnuplot.number).joined(separator: " ")
        }
        guard !rows.isEmpty else { continue }
        data += "\(name) << END\n\(rows.joined(separator: "\n"))\nEND\n"
        plots.append(
          "\(name) using (($1+$2)/2):3:1:2:(\(floor)):3 with boxxyerror linecolor rgb '\(tint.mark)' "
            + "title \(Gnuplot.quoted(title))")
      }
    }
    if let line {
      let corners = line.shares.enumerated().flatMap { bin, share in
        [0, 1].map { (start + Double(bin + $0) * width, max(floor, 100 * share)) }
      }
      let rows = corners.map { "\(Gnuplot.number($0)) \(Gnuplot.number($1))" }.joined(separator: "\n")
      data += "$line << END\n\(rows)\nEND\n"
      plots.append(
        "$line with lines linewidth 1.5 linecolor rgb '\(Tint.second.mark)' title \(Gnuplot.quoted(line.title))")
    }
    let limits = [range.lowerBound, range.upperBound].filter { $0 >= start && $0 <= end }.map { limit in
      "set arrow from \(limit), graph 0 to \(limit), graph 1 nohead dashtype 2 linewidth 1.5 linecolor rgb '\(Tint.ink.mark)'"
    }
    return data + (limits + [""]).joined(separator: "\n") + """
      set xrange [\(start):\(end)]
      set logscale y
      set yrange [\(floor):100]
      set format y '%g %%'
      set key outside top left horizontal reverse Left samplen 2 width -2
      plot \(plots.isEmpty ? "NaN notitle" : plots.joined(separator: ", "))
      """
  }
}
