import Arithmetic
package import PipelineIR
package import Support

/// Passes some words of every period and swallows the others. Latency 1 cycle.
package struct Crop: StageOperation, Hashable {
  package static let kind = "crop"

  /// Words; divides those of a frame.
  package var period: Int
  /// The first word of each period that passes.
  package var first: Int
  /// Words of each period that pass, at least 1.
  package var count: Int

  package init(period: Int, first: Int, count: Int) {
    self.period = period
    self.first = first
    self.count = count
  }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    guard first >= 0, count >= 1, first <= period - count, period <= 1 << 30,
      stream.wordsPerFrame.isMultiple(of: period)
    else {
      throw misfit("cannot pass \(count) words from \(first) of every \(period) of \(stream.wordsPerFrame)")
    }
    stream.wordsPerFrame = stream.wordsPerFrame / period * count
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int { inputs[0].wordsPerFrame }
  /// One word that passes, and all that come before it.
  package func capacity(inputs: [StreamType]) -> StageCapacity {
    let (period, first, count) = (period, first, count)
    return .stream(
      gives: { $0 / period * count + min(max($0 % period - first, 0), count) },
      takes: { $0 / count * period + first + $0 % count + 1 })
  }

  package func model(inputs: [StreamType]) -> StageModel { CropModel(self) }

  package func body(inputs: [StreamType]) -> StageBody {
    .stream(
      "crop",
      [
        ("WIDTH", .integer(inputs[0].wordWidth)), ("PERIOD", .integer(period)), ("FIRST", .integer(first)),
        ("COUNT", .integer(count)),
      ])
  }
}

private final class CropModel: StageModel {
  private let crop: Crop
  private var place = 0
  private var held: UInt32 = 0

  init(_ crop: Crop) { self.crop = crop }

  override var valid: UInt32 { held }
  override func ready(_ outputReady: UInt32) -> UInt32 { held == 0 || outputReady & 1 == 1 ? 1 : 0 }

  override func clock(inputValid: UInt32, outputReady: UInt32) {
    guard ready(outputReady) == 1 else { return }
    held = 0
    guard inputValid & 1 == 1 else { return }
    if passes(place) { held = 1 }
    place = (place + 1) % crop.period
  }

  private func passes(_ place: Int) -> Bool { place >= crop.first && place < crop.first + crop.count }

  override func horizon(inputValid: UInt32, outputReady: UInt32) -> Int {
    if ready(outputReady) == 0 { return .max }
    if inputValid & 1 == 0 { return held == 0 ? .max : 1 }
    if passes(place) { return held == 0 ? 1 : crop.first + crop.count - place }
    return held == 1 ? 1 : (crop.first - place + crop.period) % crop.period
  }

  override func advance(_ edges: Int, inputValid: UInt32, outputReady: UInt32) {
    guard ready(outputReady) == 1 else { return }
    guard inputValid & 1 == 1 else {
      held = 0
      return
    }
    held = passes((place + edges - 1) % crop.period) ? 1 : 0
    place = (place + edges) % crop.period
  }
}
