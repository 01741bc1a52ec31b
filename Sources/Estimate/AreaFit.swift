package import Datapath
import PipelineIR
package import Synthesis

/// Fits an area model to stages of which the area is known.
package enum AreaFit {
  /// A stage that was synthesised.
  package struct Observation: Sendable {
    /// What it is built of.
    package var inventory: Inventory
    /// What the synthesis counted.
    package var area: Area

    /// A stage and its count.
    package init(inventory: Inventory, area: Area) {
      self.inventory = inventory
      self.area = area
    }
  }

  /// Mean relative errors, 0.1 for 10 %; counts below 50 (blocks and multipliers: 2) are taken as that many.
  package struct Error: Codable, Sendable, Hashable {
    /// Share by which the estimates of look-up tables are off, on the mean.
    package var luts: Double
    /// The same of flip-flops.
    package var registers: Double
    /// The same of multipliers.
    package var multipliers: Double
    /// The same of memory blocks.
    package var blocks: Double
  }

  /// The coefficients that make the estimates' errors least.
  package static func fit(_ observations: [Observation], device: Device) -> AreaModel {
    var model = AreaModel(device: device, luts: [], registers: [0, 1, 0, 0], constantShare: 0.5, writableShare: 0.5)
    fitShares(&model, observations)
    let rows = observations.map { (parts: model.parts(of: $0.inventory), area: $0.area) }
    model.luts = leastSquares(rows.map(\.parts.features), rows.map { Double($0.area.luts) }, floor: 50)
    model.registers = leastSquares(
      rows.map(\.parts.registerFeatures), rows.map { Double($0.area.registers) }, floor: 50)
    return model
  }

  /// The shares with which the blocks of the fewest stages differ, the smallest of equals.
  private static func fitShares(_ model: inout AreaModel, _ observations: [Observation]) {
    var best = Int.max
    for constant in 1...19 {
      for writable in 1...19 {
        var trial = model
        (trial.constantShare, trial.writableShare) = (Double(constant) / 20, Double(writable) / 20)
        let wrong = observations.reduce(0) { sum, seen in
          sum + abs(trial.parts(of: seen.inventory).blocks - seen.area.blocks)
        }
        if wrong < best { (best, model) = (wrong, trial) }
      }
    }
  }

  /// Coefficients of 0 or more that make the squared relative errors least, by coordinate descent.
  static func leastSquares(_ rows: [[Double]], _ values: [Double], floor: Double) -> [Double] {
    let count = rows.first?.count ?? 0
    var result = [Double](repeating: 0, count: count)
    let weights = values.map { 1 / max($0, floor) }
    var rest = zip(values, weights).map { $0 * $1 }
    for _ in 0..<20_000 {
      for column in 0..<count {
        var (slope, square) = (0.0, 0.0)
        for row in rows.indices {
          let x = rows[row][column] * weights[row]
          slope += x * rest[row]
          square += x * x
        }
        guard square > 0 else { continue }
        let next = max(0, result[column] + slope / square)
        let change = next - result[column]
        if change == 0 { continue }
        result[column] = next
        for row in rows.indices { rest[row] -= change * rows[row][column] * weights[row] }
      }
    }
    return result
  }

  /// The errors of models that were fitted without the stages that they are tried on: every fourth in turn.
  package static func crossValidated(_ observations: [Observation], device: Device) -> Error {
    let folds = 4
    var pairs: [(Area, Area)] = []
    for fold in 0..<folds {
      let held = observations.indices.filter { $0 % folds == fold }
      let model = fit(observations.indices.filter { $0 % folds != fold }.map { observations[$0] }, device: device)
      pairs += held.map { (model.area(of: observations[$0].inventory), observations[$0].area) }
    }
    func mean(_ count: KeyPath<Area, Int>, floor: Double) -> Double {
      let errors = pairs.map { estimate, found in
        abs(Double(estimate[keyPath: count] - found[keyPath: count])) / max(Double(found[keyPath: count]), floor)
      }
      return errors.reduce(0, +) / Double(max(1, errors.count))
    }
    return Error(
      luts: mean(\.luts, floor: 50), registers: mean(\.registers, floor: 50),
      multipliers: mean(\.multipliers, floor: 2),
      blocks: mean(\.blocks, floor: 2))
  }
}
