internal import Support

/// Runs a quantized network: codes in, codes out. Its results define what the hardware must put out.
package struct GoldenModel: Sendable {
  /// What is computed.
  package let network: QuantizedNetwork
  private let kernels: [GoldenKernel]
  private let readers: TensorReaders
  /// Elements of the largest tensor.
  private let largest: Int

  /// - Precondition: `network.verify()` passes.
  package init(_ network: QuantizedNetwork) {
    self.network = network
    let types = network.types
    readers = network.readers
    largest = types.values.map(\.shape.count).max() ?? 1
    kernels = network.nodes.map { node in
      node.operation.kernel(inputs: node.inputs.compactMap { types[$0] }, output: node.type)
    }
  }

  /// The output codes of `batch` inputs, channel-last, one after another.
  package func run(_ codes: [UInt32], batch: Int) -> [UInt32] {
    trace(codes, batch: batch, keeping: [network.output])[network.output] ?? []
  }

  /// The codes of the tensors named by `keeping` (nil: of all), the input included.
  ///
  /// - Precondition: `codes` holds `batch` times the input's elements.
  package func trace(_ codes: [UInt32], batch: Int, keeping: Set<String>? = nil) -> [String: [UInt32]] {
    let size = network.input.shape.count
    precondition(codes.count == batch * size, "the codes fill the batch")
    let chunk = chunk(batch: batch)
    let chunks = (batch + chunk - 1) / chunk
    let parts = concurrentMap(chunks) { index in
      let samples = index * chunk..<min(batch, (index + 1) * chunk)
      let part = Array(codes[samples.lowerBound * size..<samples.upperBound * size])
      return traceChunk(part, batch: samples.count, keeping: keeping)
    }
    return parts.reduce(into: [:]) { all, part in all.merge(part) { $0 + $1 } }
  }

  /// Samples that one task takes: enough to fill matrix products, few enough to keep tensors in cache.
  private func chunk(batch: Int) -> Int {
    max(1, min(32, (batch + 1) / 2, (1 << 20) / largest))
  }

  private func traceChunk(_ codes: [UInt32], batch: Int, keeping: Set<String>?) -> [String: [UInt32]] {
    var tensors = [network.inputName: codes]
    for (index, node) in network.nodes.enumerated() {
      tensors[node.name] = kernels[index](node.inputs.map { tensors[$0] ?? [] }, batch)
      guard let keeping else { continue }
      for name in readers.released[index] where !keeping.contains(name) { tensors[name] = nil }
    }
    guard let keeping else { return tensors }
    return tensors.filter { keeping.contains($0.key) }
  }
}
