package import PipelineIR
package import Support

/// What the emitter makes a folder of.
package struct Design: Sendable {
  /// What is built.
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
  /// What constraints and projects ask of the machine's clock, in megahertz.
  package var clock = 100.0
  /// What synthesis is asked of memories and multipliers.
  package var attributes = MappingAttributes()
  /// The FIFOs between forks and joins, and why they are no shallower; nil when nobody says.
  package var queues: [Manifest.Queue]?

  /// A pipeline with all that its folder states.
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

extension Design {
  /// Throws unless there is a frame and all of them fit the interface.
  package func checkVectors() throws(Failure) {
    let (input, output) = (pipeline.input, pipeline.output)
    let fits =
      frames.count == expected.count && !frames.isEmpty
      && frames.allSatisfy { $0.count == input.stream.wordsPerFrame * input.stream.lanes }
      && expected.allSatisfy { $0.count == output.stream.wordsPerFrame * output.stream.lanes }
    guard fits else {
      throw Failure(
        at: "design '\(pipeline.name)'", "the test vectors do not fit the interface",
        notes: ["at least one frame of \(input.shape) in and \(output.shape) out is needed"])
    }
  }

  /// The vectors of the test bench: the words of the ports.
  package func addVectors(to files: inout FileSet) throws(Failure) {
    try files.add("vectors/input.hex", Vectors.text(frames, WordCoding(padded: pipeline.input.stream)))
    try files.add("vectors/expected.hex", Vectors.text(expected, WordCoding(padded: pipeline.output.stream)))
  }
}
