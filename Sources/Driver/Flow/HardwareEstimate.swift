internal import Arithmetic
internal import Estimate
internal import Layers
internal import PipelineIR
internal import Quantize
internal import QuantizedIR
internal import Schedule
internal import Support
internal import Synthesis

/// The hardware of a quantized network under some folding, estimated.
struct HardwareEstimate {
  let network: QuantizedNetwork
  let plan: Plan
  let entry: AreaCalibration.Entry

  /// A machine, its folds, and what each of its layers takes.
  struct Machine {
    var folds: [String: Fold]
    var pipeline: Pipeline
    var layers: [(name: String, cycles: Int, memoryBits: Int, area: Area)]

    /// Cycles a frame: those of the simulated machine once its buffers are sized, else the slowest stage's.
    var cycles: Int
    var area: Area { layers.reduce(Area()) { $0 + $1.area } }
    var slowest: String { layers.max { $0.cycles < $1.cycles }?.name ?? "" }
  }

  /// The machine whose every layer takes at most `target` cycles; its buffers have their least sizes.
  func machine(target: Int?) throws(Failure) -> Machine {
    let chosen = try network.folds(plan.foldingRequest(targetCycles: target))
    return machine(try Lowering.lower(network, folds: chosen), chosen)
  }

  /// The machine with those folds; its buffers have their least sizes.
  func machine(folds: [String: Fold]) throws(Failure) -> Machine {
    machine(try Lowering.lower(network, folds: folds), folds)
  }

  /// Machines with more cycles a frame than this keep the least sizes of their buffers: a simulation would take long.
  static let mostCycles = 4 << 20

  /// The same machine with its buffers sized.
  func sized(_ machine: Machine) throws(Failure) -> Machine {
    guard machine.cycles <= Self.mostCycles else { return machine }
    let sizing = try BufferSizing.size(machine.pipeline)
    var result = self.machine(sizing.pipeline, machine.folds)
    result.cycles = sizing.cycles.cyclesPerFrame
    return result
  }

  private func machine(_ pipeline: Pipeline, _ folds: [String: Fold]) -> Machine {
    let streams = pipeline.streams
    var layers: [(name: String, cycles: Int, memoryBits: Int, area: Area)] = []
    for stage in pipeline.stages {
      let inputs = stage.inputs.compactMap { streams[$0] }
      if layers.last?.name != stage.layer { layers.append((stage.layer, 0, 0, Area())) }
      let index = layers.count - 1
      layers[index].cycles = max(layers[index].cycles, stage.operation.cyclesPerFrame(inputs: inputs))
      layers[index].memoryBits += stage.operation.memoryBits(inputs: inputs)
      layers[index].area = layers[index].area + entry.model.area(of: stage.operation.inventory(inputs: inputs))
    }
    return Machine(folds: folds, pipeline: pipeline, layers: layers, cycles: pipeline.slowestStageCycles)
  }

  /// The fastest machine within a budget, or the smallest when none is; and the cycles of the next faster one.
  func fastest(within budget: AreaBudget) throws(Failure) -> (machine: Machine, next: Int?) {
    var best = try machine(target: nil)
    guard budget.allows(best.area) else { return (best, nil) }
    // Targets between 1 and those of the smallest hardware; area falls as they rise.
    var (low, high) = (0, best.cycles)
    var next: Int?
    while high - low > max(1, high / 200) {
      let middle = (low + high) / 2
      guard let trial = try? machine(target: middle) else {
        low = middle
        continue
      }
      if budget.allows(trial.area), budget.allows(try sized(trial).area) {
        (best, high) = (trial, min(middle, trial.cycles))
      } else {
        (low, next) = (middle, trial.cycles)
      }
    }
    return (best, next)
  }
}

extension HardwareEstimate {
  func report(targetCycles: Int?, budget: AreaBudget?) throws(Failure) -> HardwareReport {
    var next: Int?
    var machine: Machine
    if let budget {
      (machine, next) = try fastest(within: budget)
    } else {
      machine = try self.machine(target: targetCycles ?? plan.targetCycles)
    }
    machine = try sized(machine)
    let nodes = Dictionary(network.nodes.map { ($0.name, $0) }) { first, _ in first }
    let layers = machine.layers.map { layer in
      let node = nodes[layer.name]
      let fold = machine.folds[layer.name] ?? Fold(pe: 1, simd: 1)
      return HardwareReport.Layer(
        name: layer.name, weightFormat: node?.operation.linear?.weightFormat.description,
        format: (node?.type ?? network.input).format.description, pe: fold.pe, simd: fold.simd, cycles: layer.cycles,
        memoryBits: layer.memoryBits, area: layer.area)
    }
    return HardwareReport(
      target: entry.device, block: entry.device.blockName, layers: layers, cyclesPerFrame: machine.cycles,
      memoryBits: layers.reduce(0) { $0 + $1.memoryBits }, area: machine.area, error: entry.error,
      yosys: entry.yosys, choice: budget.flatMap { choice($0, machine, next: next) })
  }

  private func choice(_ budget: AreaBudget, _ machine: Machine, next: Int?) -> HardwareReport.Choice? {
    let area = machine.area
    let tightest = budget.bounds.max { a, b in
      Double(area[keyPath: a.count]) * Double(max(1, b.bound)) < Double(area[keyPath: b.count])
        * Double(max(1, a.bound))
    }
    guard let tightest,
      let largest = machine.layers.max(by: { a, b in
        a.area[keyPath: tightest.count] < b.area[keyPath: tightest.count]
      })
    else { return nil }
    return HardwareReport.Choice(
      budget: budget, fits: budget.allows(area), resource: tightest.name, layer: largest.name,
      used: largest.area[keyPath: tightest.count], slowestLayer: machine.slowest, nextCycles: next)
  }
}
