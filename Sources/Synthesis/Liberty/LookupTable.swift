/// A Liberty table over the input's transition time and the output's load.
package struct LookupTable: Sendable {
  private var transitions: [Double]
  private var loads: [Double]
  /// By transition, then by load.
  private var values: [Double]

  /// - Parameters:
  ///   - loadFirst: whether the table's first index is the load.
  ///   - unit: the factor that brings the values to the library's nanoseconds or picojoules.
  init?(_ group: LibertyGroup, loadFirst: Bool, units: LibertyLibrary.Units, unit: Double) {
    let first = group.numbers("index_1").map { $0 * (loadFirst ? units.load : units.time) }
    let second = group.numbers("index_2").map { $0 * (loadFirst ? units.time : units.load) }
    let all = group.numbers("values").map { $0 * unit }
    guard !all.isEmpty else { return nil }
    guard first.count * second.count == all.count, !first.isEmpty else {
      // A list over one index, or one number: its middle.
      (transitions, loads, values) = ([0], [0], [all[all.count / 2]])
      return
    }
    if loadFirst {
      (transitions, loads) = (second, first)
      values = second.indices.flatMap { column in first.indices.map { all[$0 * second.count + column] } }
    } else {
      (transitions, loads, values) = (first, second, all)
    }
  }

  /// The value between the four nearest entries; outside the table those at its edge go on straight.
  package func value(transition: Double, load: Double) -> Double {
    let (row, up) = Self.place(transition, in: transitions)
    let (column, right) = Self.place(load, in: loads)
    func at(_ row: Int, _ column: Int) -> Double {
      values[min(row, transitions.count - 1) * loads.count + min(column, loads.count - 1)]
    }
    let low = at(row, column) * (1 - right) + at(row, column + 1) * right
    let high = at(row + 1, column) * (1 - right) + at(row + 1, column + 1) * right
    return low * (1 - up) + high * up
  }

  /// The entry at or below a value, and how far it is to the next.
  private static func place(_ value: Double, in index: [Double]) -> (Int, Double) {
    guard index.count > 1 else { return (0, 0) }
    let below = min(max(0, (index.firstIndex { $0 > value } ?? index.count) - 1), index.count - 2)
    let step = index[below + 1] - index[below]
    return (below, step > 0 ? (value - index[below]) / step : 0)
  }
}
