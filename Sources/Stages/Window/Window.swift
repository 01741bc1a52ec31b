package import Datapath
package import PipelineIR
package import Support

/// Sliding windows over frames, from a circular buffer of rows.
///
/// A word that leaves has as many lanes as one that enters. Their order, innermost last: output row, output column,
/// group, repeat, kernel row, kernel column, slice (word of the group). Taps outside the frame give `padCode` in
/// every lane. Latency 3 cycles from a word's entry.
package struct Window: StageOperation, Hashable {
  package static let kind = "window"

  package var input: Shape
  package var geometry: Geometry
  /// Parts of the channels that leave one after the other; divides the words of a pixel.
  package var groups: Int
  /// How often each group's window leaves.
  package var repeats: Int
  /// Rows of `input` that the buffer holds, at least `minimumBufferRows`.
  package var bufferRows: Int
  package var padCode: UInt32

  /// A window with the smallest buffer unless `bufferRows` says otherwise.
  ///
  /// One row of pixels whose windows do not extend over rows becomes a column (same order of elements), for the
  /// buffer then holds pixels and not whole frames.
  package init(
    input: Shape, geometry: Geometry = Geometry(), groups: Int = 1, repeats: Int = 1, bufferRows: Int? = nil,
    padCode: UInt32 = 0
  ) {
    let turns = input.height == 1 && input.width > 1 && geometry.rows == Geometry.Axis()
    self.input = turns ? Shape(height: input.width, width: 1, channels: input.channels) : input
    self.geometry = turns ? Geometry(rows: geometry.columns) : geometry
    self.groups = groups
    self.repeats = repeats
    self.padCode = padCode
    self.bufferRows = 0
    self.bufferRows = bufferRows ?? minimumBufferRows
  }

  /// Rows that the buffer must hold for a window to be complete.
  package var minimumBufferRows: Int { Self.minimumBufferRows(height: input.height, rows: geometry.rows) }

  package static func minimumBufferRows(height: Int, rows: Geometry.Axis) -> Int {
    (0..<max(rows.outputs(of: height), 0)).reduce(1) { most, row in
      let start = rows.place(of: row, tap: 0)
      return max(most, min(height, start + rows.span) - max(0, start))
    }
  }

  /// More rows than these never help: all of two frames.
  package var maximumBufferRows: Int { 2 * input.height }

  package var outputShape: Shape { geometry.output(of: input, channels: input.channels) }

  package func outputs(of inputs: [StreamType]) throws(Failure) -> [StreamType] {
    var stream = try single(inputs)
    try check(stream)
    let slices = input.channels / stream.lanes / groups
    stream.wordsPerFrame = outputShape.pixels * groups * repeats * geometry.taps * slices
    return [stream]
  }

  package func cyclesPerFrame(inputs: [StreamType]) -> Int {
    max(inputs[0].wordsPerFrame, outputShape.pixels * repeats * geometry.taps * (input.channels / inputs[0].lanes))
  }

  package func memoryBits(inputs: [StreamType]) -> Int {
    bufferRows * input.width * input.channels * inputs[0].elementWidth
  }

  package func buffer(inputs: [StreamType]) -> StageBuffer? {
    StageBuffer(
      size: bufferRows, minimum: minimumBufferRows, maximum: max(maximumBufferRows, minimumBufferRows),
      wordsPerUnit: input.width * input.channels / inputs[0].lanes,
      bitsPerUnit: input.width * input.channels * inputs[0].elementWidth, isQueue: false)
  }

  package func withBuffer(_ size: Int) -> any StageOperation {
    var window = self
    window.bufferRows = size
    return window
  }

  package func inventory(inputs: [StreamType]) -> Inventory {
    let words = bufferRows * input.width * input.channels / inputs[0].lanes
    let address = bits(for: words)
    // Two addresses, room and margin; the loops; a word that was read, and one that leaves.
    let loops = [
      input.channels / inputs[0].lanes / groups, geometry.columns.kernel, geometry.rows.kernel, repeats, groups,
      outputShape.width, outputShape.height,
    ].reduce(0) { $0 + bits(for: $1) }
    var result = Inventory(registers: 4 * address + loops + inputs[0].wordWidth + 3)
    result.adders = 7 * address + loops
    result.multiplexers = 12 * address + inputs[0].wordWidth
    result.comparators = 2 * address + loops
    result.memories = [Inventory.Memory(words: words, width: inputs[0].wordWidth, isConstant: false)]
    return result
  }

  package func capacity(inputs: [StreamType]) -> StageCapacity {
    let places = WindowPlaces(self, lanes: inputs[0].lanes)
    let depth = bufferRows * places.row
    return .stream(gives: { places.readable(of: $0) }, takes: { places.free(after: $0) + depth })
  }

  package func model(inputs: [StreamType]) -> StageModel { WindowModel(self, lanes: inputs[0].lanes) }
}
