package import Support

/// The linear part of a grouped convolution of a batch of channel-last tensors.
package struct ConvolutionShape: Sendable {
  package let patches: Patches
  package let groups: Int
  package let outputs: Int

  package init(geometry: Geometry, input: Shape, groups: Int, outputs: Int) {
    patches = Patches(geometry: geometry, input: input)
    self.groups = groups
    self.outputs = outputs
  }

  package var pixels: Int { patches.output.pixels }
  package var inputsPerGroup: Int { patches.input.channels / groups }
  package var outputsPerGroup: Int { outputs / groups }
  /// Terms of one sum.
  package var terms: Int { patches.length(channels: inputsPerGroup) }

  /// Calls `body` with the patches of each tensor (one row of `terms` a pixel) and group in turn.
  @inline(__always) func forEachPatchMatrix<T: BitwiseCopyable>(
    _ inputs: UnsafePointer<T>, batch: Int, padding: T,
    _ body: (_ sample: Int, _ group: Int, _ rows: UnsafePointer<T>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: T.self, capacity: max(1, pixels * terms)) { buffer in
      guard let rows = buffer.baseAddress else { return }
      for sample in 0..<batch {
        let source = inputs + sample * patches.input.count
        for group in 0..<groups {
          let channels = group * inputsPerGroup..<(group + 1) * inputsPerGroup
          patches.gather(source, channels: channels, padding: padding, into: rows)
          body(sample, group, UnsafePointer(rows))
        }
      }
    }
  }

  /// Calls `body` with the elements under each window position of each group: `position` counts pixels through the
  /// batch. For element types that BLAS does not know.
  package func forEachPatch<T>(
    _ inputs: [T], batch: Int, padding: T, _ body: (_ position: Int, _ group: Int, _ patch: [T]) -> Void
  ) {
    let places = patches.places
    var patch = [T](repeating: padding, count: terms)
    for sample in 0..<batch {
      for pixel in 0..<pixels {
        for group in 0..<groups {
          var term = 0
          for place in places[pixel * patches.geometry.taps..<(pixel + 1) * patches.geometry.taps] {
            let start = sample * patches.input.count + place * patches.input.channels + group * inputsPerGroup
            for channel in 0..<inputsPerGroup {
              patch[term] = place < 0 ? padding : inputs[start + channel]
              term += 1
            }
          }
          body(sample * pixels + pixel, group, patch)
        }
      }
    }
  }
}

/// See `BLASScalar.convolve`.
@inline(__always)
func convolution<T: BLASScalar>(
  _ inputs: [T], batch: Int, shape: ConvolutionShape, weights: [T], padding: T
) -> [T] {
  [T](unsafeUninitializedCapacity: batch * shape.pixels * shape.outputs) { result, used in
    used = result.count
    guard let sums = result.baseAddress, used > 0 else { return }
    inputs.withUnsafeBufferPointer { inputs in
      weights.withUnsafeBufferPointer { weights in
        guard let x = inputs.baseAddress, let w = weights.baseAddress else { return }
        if shape.patches.geometry.isPointwise && shape.groups == 1 {
          T.multiply(
            rows: batch * shape.pixels, columns: shape.outputs, inner: shape.terms, x, stride: shape.terms, w,
            into: sums, stride: shape.outputs)
        } else if shape.inputsPerGroup == 1 && shape.outputsPerGroup == 1 {
          depthwise(x, batch: batch, shape: shape, weights: w, padding: padding, into: sums)
        } else {
          shape.forEachPatchMatrix(x, batch: batch, padding: padding) { sample, group, rows in
            T.multiply(
              rows: shape.pixels, columns: shape.outputsPerGroup, inner: shape.terms, rows, stride: shape.terms,
              w + group * shape.outputsPerGroup * shape.terms,
              into: sums + sample * shape.pixels * shape.outputs + group * shape.outputsPerGroup,
              stride: shape.outputs)
          }
        }
      }
    }
  }
}

/// One weight vector a channel: sums run along the channels, which lie side by side.
@inline(__always)
private func depthwise<T: BLASScalar>(
  _ x: UnsafePointer<T>, batch: Int, shape: ConvolutionShape, weights: UnsafePointer<T>, padding: T,
  into sums: UnsafeMutablePointer<T>
) {
  let channels = shape.outputs
  let taps = shape.terms
  var transposed = [T](repeating: 0, count: taps * channels)
  for channel in 0..<channels {
    for tap in 0..<taps { transposed[tap * channels + channel] = weights[channel * taps + tap] }
  }
  transposed.withUnsafeBufferPointer { w in
    guard let w = w.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: T.self, capacity: shape.pixels * taps * channels) { buffer in
      guard let rows = buffer.baseAddress else { return }
      for sample in 0..<batch {
        let source = x + sample * shape.patches.input.count
        shape.patches.gather(source, channels: 0..<channels, padding: padding, into: rows)
        for pixel in 0..<shape.pixels {
          let out = sums + (sample * shape.pixels + pixel) * channels
          out.update(repeating: 0, count: channels)
          for tap in 0..<taps {
            let row = rows + (pixel * taps + tap) * channels
            let v = w + tap * channels
            for channel in 0..<channels { out[channel] += row[channel] * v[channel] }
          }
        }
      }
    }
  }
}
