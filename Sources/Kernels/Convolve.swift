package import Support

/// The linear part of a grouped convolution of a batch of channel-last tensors.
package struct ConvolutionShape: Sendable {
  /// Where each output's inputs lie.
  package let patches: Patches
  /// Parts into which channels are divided, each convolved alone.
  package let groups: Int
  /// Output channels of all groups.
  package let outputs: Int

  /// A convolution of tensors of that shape; `groups` divides input and output channels.
  package init(geometry: Geometry, input: Shape, groups: Int, outputs: Int) {
    patches = Patches(geometry: geometry, input: input)
    self.groups = groups
    self.outputs = outputs
  }

  /// Outputs of one channel.
  package var pixels: Int { patches.output.pixels }
  /// Input channels of a group.
  package var inputsPerGroup: Int { patches.input.channels / groups }
  /// Output channels of a group.
  package var outputsPerGroup: Int { outputs / groups }
  /// Terms of one sum.
  package var terms: Int { patches.length(channels: inputsPerGroup) }

  /// Calls `body` with the patches, one row of `terms` a pixel, of each group: of as many tensors at a time as a matrix of
  /// bounded size holds, else of some lines of one tensor. `position` counts pixels through the batch.
  @inline(__always) func forEachPatchMatrix<T: BitwiseCopyable>(
    _ inputs: UnsafePointer<T>, batch: Int, padding: T,
    _ body: (_ position: Int, _ count: Int, _ group: Int, _ rows: UnsafePointer<T>) -> Void
  ) {
    let (height, width) = (patches.output.height, patches.output.width)
    let most = max(1, 262_144 / max(1, width * terms))
    let (samples, lines) = (max(1, min(batch, most / max(1, height))), max(1, min(height, most)))
    withUnsafeTemporaryAllocation(of: T.self, capacity: max(1, samples * lines * width * terms)) { buffer in
      guard let rows = buffer.baseAddress else { return }
      for sample in stride(from: 0, to: batch, by: samples) {
        let own = sample..<min(batch, sample + samples)
        for group in 0..<groups {
          let channels = group * inputsPerGroup..<(group + 1) * inputsPerGroup
          for first in stride(from: 0, to: height, by: lines) {
            let part = first..<min(first + lines, height)
            for (index, sample) in own.enumerated() {
              patches.gather(
                inputs + sample * patches.input.count, lines: part, channels: channels, padding: padding,
                into: rows + index * pixels * terms)
            }
            body(sample * pixels + first * width, own.count * part.count * width, group, UnsafePointer(rows))
          }
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

extension ConvolutionShape {
  /// The elements under one window position of a group; `position` counts pixels through the batch.
  package func patch<T>(_ inputs: [T], position: Int, group: Int, padding: T) -> [T] {
    let (sample, pixel) = position.quotientAndRemainder(dividingBy: pixels)
    let (line, column) = pixel.quotientAndRemainder(dividingBy: patches.output.width)
    var patch: [T] = []
    for ky in 0..<patches.geometry.rows.kernel {
      let y = patches.geometry.rows.place(of: line, tap: ky)
      for kx in 0..<patches.geometry.columns.kernel {
        let x = patches.geometry.columns.place(of: column, tap: kx)
        let isInside = y >= 0 && y < patches.input.height && x >= 0 && x < patches.input.width
        let place = sample * patches.input.count + (y * patches.input.width + x) * patches.input.channels
        for channel in group * inputsPerGroup..<(group + 1) * inputsPerGroup {
          patch.append(isInside ? inputs[place + channel] : padding)
        }
      }
    }
    return patch
  }
}

/// See `BLASScalar.convolve`.
@inline(__always)
func convolution<T: BLASScalar>(
  _ inputs: [T], batch: Int, shape: ConvolutionShape, weights: [T], padding: T
) -> [T] {
  let isDepthwise = shape.isDepthwise
  return convolution(
    inputs, batch: batch, shape: shape, weights: isDepthwise ? shape.packed(weights) : weights,
    padding: padding, rule: .products
  ) { rows, a, stride, group, w, c in
    T.multiply(
      rows: rows, columns: shape.outputsPerGroup, inner: shape.terms, a, stride: stride,
      w + group * shape.outputsPerGroup * shape.terms, into: c, stride: shape.outputs)
  }
}

/// The same with terms by a rule.
@inline(__always)
func laneConvolution<T: BLASScalar>(
  _ inputs: [T], batch: Int, shape: ConvolutionShape, weights: [T], padding: T, rule: LaneRule
) -> [T] {
  // Each rule's own copy is compiled for it.
  @inline(__always) func lanes(_ rule: LaneRule) -> [T] {
    convolution(inputs, batch: batch, shape: shape, weights: weights, padding: padding, rule: rule) {
      rows, a, stride, group, w, c in
      laneSums(
        rows: rows, columns: shape.outputsPerGroup, inner: shape.terms, a, stride: stride,
        w + group * shape.packedGroup, into: c, stride: shape.outputs, rule: rule)
    }
  }

  switch rule {
  case .products: return lanes(.products)
  case .logarithms(areWhole: false): return lanes(.logarithms(areWhole: false))
  case .logarithms(areWhole: true): return lanes(.logarithms(areWhole: true))
  }
}

/// `multiply` sums the terms of a group's outputs; where each output has a channel of its own, they follow the rule.
@inline(__always)
private func convolution<T: BLASScalar>(
  _ inputs: [T], batch: Int, shape: ConvolutionShape, weights: [T], padding: T, rule: LaneRule,
  multiply: (
    _ rows: Int, _ a: UnsafePointer<T>, _ stride: Int, _ group: Int, _ weights: UnsafePointer<T>,
    _ sums: UnsafeMutablePointer<T>
  ) -> Void
) -> [T] {
  [T](unsafeUninitializedCapacity: batch * shape.pixels * shape.outputs) { result, used in
    used = result.count
    guard let sums = result.baseAddress, used > 0 else { return }
    inputs.withUnsafeBufferPointer { inputs in
      weights.withUnsafeBufferPointer { weights in
        guard let x = inputs.baseAddress, let w = weights.baseAddress else { return }
        if shape.isDepthwise {
          depthwise(x, batch: batch, shape: shape, weights: w, padding: padding, into: sums, rule: rule)
        } else if shape.patches.geometry.isPointwise && shape.groups == 1 {
          multiply(batch * shape.pixels, x, shape.terms, 0, w, sums)
        } else {
          shape.forEachPatchMatrix(x, batch: batch, padding: padding) { position, count, group, rows in
            multiply(
              count, rows, shape.terms, group, w, sums + position * shape.outputs + group * shape.outputsPerGroup)
          }
        }
      }
    }
  }
}

/// One weight vector a channel, taps x channels: sums run along the channels, which lie side by side, 16 at a time in
/// registers.
@inline(__always)
private func depthwise<T: BLASScalar>(
  _ x: UnsafePointer<T>, batch: Int, shape: ConvolutionShape, weights w: UnsafePointer<T>, padding: T,
  into sums: UnsafeMutablePointer<T>, rule: LaneRule
) {
  let (channels, taps) = (shape.outputs, shape.terms)
  let lanes = SIMD16<T>.scalarCount
  let blocks = channels / lanes * lanes
  let outside = [T](repeating: padding, count: channels)
  let (patches, geometry) = (shape.patches, shape.patches.geometry)
  outside.withUnsafeBufferPointer { outside in
    guard let outside = outside.baseAddress else { return }
    withUnsafeTemporaryAllocation(of: UnsafePointer<T>.self, capacity: taps) { rows in
      for sample in 0..<batch {
        let source = x + sample * patches.input.count
        for pixel in 0..<shape.pixels {
          let (oy, ox) = pixel.quotientAndRemainder(dividingBy: patches.output.width)
          for ky in 0..<geometry.rows.kernel {
            let y = geometry.rows.place(of: oy, tap: ky)
            for kx in 0..<geometry.columns.kernel {
              let x = geometry.columns.place(of: ox, tap: kx)
              let isInside = y >= 0 && y < patches.input.height && x >= 0 && x < patches.input.width
              rows[ky * geometry.columns.kernel + kx] =
                isInside ? source + (y * patches.input.width + x) * channels : outside
            }
          }
          let out = sums + (sample * shape.pixels + pixel) * channels
          for first in stride(from: 0, to: blocks, by: lanes) {
            var sum = SIMD16<T>()
            for tap in 0..<taps {
              sum += T.term(SIMD16(at: rows[tap] + first), SIMD16(at: w + tap * channels + first), rule)
            }
            UnsafeMutableRawPointer(out + first).storeBytes(of: T.cleared(sum, rule), as: SIMD16<T>.self)
          }
          for channel in blocks..<channels {
            var sum = SIMD2<T>()
            for tap in 0..<taps {
              sum += T.term(
                SIMD2(repeating: rows[tap][channel]), SIMD2(repeating: w[tap * channels + channel]), rule)
            }
            out[channel] = T.cleared(sum, rule)[0]
          }
        }
      }
    }
  }
}
