internal import PipelineIR

/// Calls a stage model of any type without counting references to it.
class ModelRunner {
  static func of(_ model: any StageModel) -> ModelRunner { make(model) }

  private static func make<Model: StageModel>(_ model: Model) -> ModelRunner { Runner(model) }

  var valid: UInt32 { 0 }
  var peakWords: Int { 0 }
  func ready(_ accepted: UInt32) -> UInt32 { 0 }
  func horizon(_ offered: UInt32, _ accepted: UInt32) -> Int { .max }
  func advance(_ edges: Int, _ offered: UInt32, _ accepted: UInt32) {}
}

private final class Runner<Model: StageModel>: ModelRunner {
  private let model: Model

  init(_ model: Model) { self.model = model }

  override var valid: UInt32 { model.valid }
  override var peakWords: Int { model.peakWords }
  override func ready(_ accepted: UInt32) -> UInt32 { model.ready(accepted) }

  override func horizon(_ offered: UInt32, _ accepted: UInt32) -> Int {
    model.horizon(inputValid: offered, outputReady: accepted)
  }

  override func advance(_ edges: Int, _ offered: UInt32, _ accepted: UInt32) {
    model.advance(edges, inputValid: offered, outputReady: accepted)
  }
}
