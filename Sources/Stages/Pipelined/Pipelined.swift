package import Datapath
package import PipelineIR
package import Support

/// Another stage whose registers stand where a clock's period asks for them; what it computes is the same.
package struct Pipelined: ComputeStage {
  package static let kind = "pipelined"

  /// The stage with the registers that it has by itself.
  package var base: any ComputeStage
  /// Where registers stand, and how memories are built.
  package var placement: Placement

  package init(_ base: any ComputeStage, _ placement: Placement) {
    self.base = base
    self.placement = placement
  }

  private enum CodingKeys: String, CodingKey { case base, cuts, slices, segments }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    base = try KindCoding.decode((any ComputeStage).self, from: container.superDecoder(forKey: .base))
    placement = Placement(
      cuts: Set(try container.decode([Int].self, forKey: .cuts)),
      slices: try container.decode([String: Int].self, forKey: .slices),
      segments: try container.decode(Int.self, forKey: .segments))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try KindCoding.encode(base, to: container.superEncoder(forKey: .base))
    try container.encode(placement.cuts.sorted(), forKey: .cuts)
    try container.encode(placement.slices, forKey: .slices)
    try container.encode(placement.segments, forKey: .segments)
  }
}

extension Pipelined {
  package var shownKind: String { base.shownKind }
  package var fold: [String: Int] { base.fold }
  package var datapath: StageDatapath { .placed(base.datapath, placement) }
  package func model(latency: Int) -> StageModel { base.model(latency: latency) }
  package func cyclesPerFrame(inputs: [StreamType]) -> Int { base.cyclesPerFrame(inputs: inputs) }
  package func capacity(inputs: [StreamType]) -> StageCapacity { base.capacity(inputs: inputs) }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    let outputs = try base.outputs(of: inputs)
    let whole = base.datapath.graph
    guard (1...whole.mostSegments).contains(placement.segments) else {
      throw misfit("\(placement.segments) segments of a sum that can have \(whole.mostSegments)")
    }
    let boundaries = whole.segmented(into: placement.segments).freeBoundaries
    guard placement.cuts.allSatisfy((0..<boundaries).contains), placement.slices.values.allSatisfy({ $0 > 0 }) else {
      throw misfit("cuts \(placement.cuts.sorted()) of \(boundaries) boundaries, slices \(placement.slices)")
    }
    return outputs
  }
}
