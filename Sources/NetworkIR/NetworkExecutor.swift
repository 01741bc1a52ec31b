package import Support

/// The float32 reference: runs a verified network on batches of channel-last inputs, on all cores.
package struct NetworkExecutor: Sendable {
  /// What is evaluated.
  package let network: Network
  /// Inputs that one core works on at a time, at most; bounds the memory.
  package var chunk: Int
  /// Elements of the largest tensor.
  private let largest: Int
  /// Elements of a tensor of several inputs, about: they fit into the caches of a core.
  private static let cached = 1 << 20
  private let shapes: [String: Shape]
  private let readers: TensorReaders

  /// Checks the network before anything runs.
  package init(_ network: Network, chunk: Int = 16) throws(Failure) {
    try network.verify()
    self.network = network
    self.chunk = max(1, chunk)
    shapes = network.shapes
    largest = shapes.values.map(\.count).max() ?? 1
    readers = network.readers
  }

  /// The output for each of `batch` inputs, one after another.
  package func output(_ input: [Float], batch: Int) throws(Failure) -> [Float] {
    try tensors([network.output], for: input, batch: batch)[network.output] ?? []
  }

  /// The named tensors for each of `batch` inputs, each channel-last, inputs one after another.
  ///
  /// `names` nil keeps every tensor, the input included.
  package func tensors(
    _ names: Set<String>? = nil, for input: [Float], batch: Int
  ) throws(Failure) -> [String: [Float]] {
    let names = names ?? Set(shapes.keys)
    var result: [String: [Float]] = [:]
    try forEachChunk(names, of: input, batch: batch) { _, tensors in
      for (name, values) in tensors { result[name, default: []] += values }
    }
    return result
  }

  /// Calls `body` with the range of inputs and the kept tensors of one chunk after another, in order.
  package func forEachChunk(
    _ names: Set<String>? = nil, of input: [Float], batch: Int,
    _ body: (Range<Int>, [String: [Float]]) -> Void
  ) throws(Failure) {
    try forEachChunk(names, of: input, batch: batch, summary: { $1 }, body)
  }

  /// The same for what `summary` makes of each chunk on the core that ran it, so that tensors live only as long.
  package func forEachChunk<Summary: Sendable>(
    _ names: Set<String>? = nil, of input: [Float], batch: Int,
    summary: @Sendable (Range<Int>, [String: [Float]]) -> Summary, _ body: (Range<Int>, Summary) -> Void
  ) throws(Failure) {
    let size = network.input.shape.count
    let names = names ?? Set(shapes.keys)
    guard batch >= 0, input.count == batch * size else {
      throw Failure(
        at: network.name, "\(input.count) values are given; \(batch) inputs of \(network.input.shape) are expected")
    }
    if let absent = names.first(where: { shapes[$0] == nil }) {
      throw Failure(at: network.name, "there is no tensor '\(absent)'")
    }
    let workers = 8
    let chunk = max(1, min(chunk, (batch + 1) / 2, Self.cached / largest))
    for first in stride(from: 0, to: batch, by: chunk * workers) {
      let last = min(first + chunk * workers, batch)
      let ranges = stride(from: first, to: last, by: chunk).map { $0..<min($0 + chunk, last) }
      for (range, tensors) in zip(ranges, concurrent(ranges, names, input, size, summary)) { body(range, tensors) }
    }
  }

  private func concurrent<Summary: Sendable>(
    _ ranges: [Range<Int>], _ names: Set<String>, _ input: [Float], _ size: Int,
    _ summary: @Sendable (Range<Int>, [String: [Float]]) -> Summary
  ) -> [Summary] {
    concurrentMap(ranges.count) { index in
      let range = ranges[index]
      let part = Array(input[range.lowerBound * size..<range.upperBound * size])
      return summary(range, run(part, batch: range.count, keeping: names))
    }
  }

  /// Runs one chunk on the calling thread.
  private func run(_ input: [Float], batch: Int, keeping names: Set<String>) -> [String: [Float]] {
    var live = [network.input.name: input]
    for (index, node) in network.nodes.enumerated() {
      live[node.name] = node.operation.evaluate(
        node.inputs.map { live[$0] ?? [] }, shapes: node.inputs.compactMap { shapes[$0] }, output: node.shape,
        batch: batch)
      for name in readers.released[index] where !names.contains(name) { live[name] = nil }
    }
    return live.filter { names.contains($0.key) }
  }
}

extension Network {
  /// The named tensors (nil: all) for each of `batch` inputs; see `NetworkExecutor`, which is faster if run often.
  package func evaluate(
    _ input: [Float], batch: Int, keeping names: Set<String>? = nil
  ) throws(Failure) -> [String: [Float]] {
    try NetworkExecutor(self).tensors(names, for: input, batch: batch)
  }
}
