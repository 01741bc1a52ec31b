package import PipelineIR

/// What the emitter makes a folder of.
package struct Design: Sendable {
  package var pipeline: Pipeline
  /// The text form of the quantized network that the pipeline was scheduled from; `verify` asks it for expected words.
  package var quantizedText: String?
  /// Input codes, one array a frame, in streaming order.
  package var frames: [[UInt32]]
  /// The golden output codes of these frames.
  package var expected: [[UInt32]]
  /// Predicted cycles from the first input word to the last output word of the first frame, when nothing stalls.
  package var latencyCycles: Int?
  /// Predicted cycles between frames, when nothing stalls; nil takes the slowest stage's.
  package var cyclesPerFrame: Int?
  /// The FIFOs between forks and joins, and why they are no shallower; nil when nobody says.
  package var queues: [Manifest.Queue]?

  package init(
    pipeline: Pipeline, quantizedText: String? = nil, frames: [[UInt32]], expected: [[UInt32]],
    latencyCycles: Int? = nil, cyclesPerFrame: Int? = nil, queues: [Manifest.Queue]? = nil
  ) {
    self.pipeline = pipeline
    self.quantizedText = quantizedText
    self.frames = frames
    self.expected = expected
    self.latencyCycles = latencyCycles
    self.cyclesPerFrame = cyclesPerFrame
    self.queues = queues
  }
}
