internal import Arithmetic
internal import Layers
package import NetworkIR
internal import QuantizedIR
package import Support

/// Writes a commented plan to start from: every key with what it means, every layer by name.
package enum PlanWriter {
  /// The plan of a network, every layer named.
  package static func text(for network: Network) throws(Failure) -> String {
    let layers = try network.fusedLayers()
    let shapes = network.shapes
    var lines = header(network)
    if let stated = network.statedInput {
      // What the model states of its input stands in comments.
      lines = lines.map { line in
        ["input:", "  format:", "  scale:", "  zero-point:"].contains { line.hasPrefix($0) } ? "# \(line)" : line
      }
      lines.insert("# The model states its input: \(stated.format), scale \(stated.scale).", at: 1)
    }
    for layer in layers where !layer.operation.keepsType {
      let shape = shapes[layer.result] ?? layer.node.shape
      let inputs = layer.node.inputs.compactMap { shapes[$0] }
      let macs = layer.operation.multiplyAccumulates(inputs: inputs, output: layer.node.shape)
      let members = layer.members.count > 1 ? ", with \(layer.members.dropFirst().joined(separator: ", "))" : ""
      lines.append("  # \(type(of: layer.operation).kind)\(members): makes \(shape), \(macs) MACs")
      if layer.quantization != nil {
        lines += ["  # the model states the codes of its result", "  \(layer.node.name): {}"]
      } else if layer.result == network.output, !network.statesTensors {
        lines += ["  \(layer.node.name):", "    activations: \(Plan.lastActivations)"]
      } else {
        lines.append("  \(layer.node.name): {}")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func header(_ network: Network) -> [String] {
    """
    # A plan for \(network.name): number systems and folding, layer by layer.

    # The tensor that enters, \(network.input.shape) (height x width x channels).
    # real value = scale * (code - zero-point)
    input:
      format: ufixed<8>      # raw pixels are codes as they are
      scale: 0.00392156862745098
      zero-point: 0

    # What holds for every layer that says nothing else.
    defaults:
      weights: \(Plan.weights)      # \((FormatRegistry.families.map { $0.syntax } + FormatRegistry.aliases.keys.sorted()).joined(separator: " "))
      # weights: [\(Plan.weights), loadable] # the same in memories that 'mantissa weights' makes content for
      # weight-scale: 0.05     # the real value of 1 in the weights' format; without it one is found for each output
      activations: \(Plan.activations) # of the layer's result
      # multiplier: exact      # or plam plam+c mitchell mitchell-w<6>; xor-sign is natural for binary, gated for ternary
      accumulator: exact       # or window<msb,lsb>, or rounded: the format's own adder
      # affine: 16             # bits of the multipliers that apply batch norm, bias and rescaling
      range: mse               # min-max, percentile<99.9>, or [lower, upper] in real values

    # output: argmax           # end in the index of the largest class
    # target-cycles: 20000     # the smallest hardware that takes at most so many cycles a frame

    # One entry a layer: any key of 'defaults', and 'fold: {pe: 4, simd: 2}' (outputs and inputs a cycle).
    layers:
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
