import Support

extension ConvolutionShape {
  /// The gradients of a convolution's weights (outputs x terms, summed over the batch) and, where wanted, of its inputs.
  ///
  /// `gradient` is that of the result, batch x pixels x outputs. What the windows read off the edge is 0.
  package func gradients(
    _ inputs: [Float], batch: Int, weights: [Float], gradient: [Float], wantsInputs: Bool
  ) -> (inputs: [Float], weights: [Float]) {
    var dx = [Float](repeating: 0, count: wantsInputs ? inputs.count : 0)
    var dw = [Float](repeating: 0, count: weights.count)
    dx.withUnsafeMutableBufferPointer { dx in
      dw.withUnsafeMutableBufferPointer { dw in
        inputs.withUnsafeBufferPointer { x in
          weights.withUnsafeBufferPointer { w in
            gradient.withUnsafeBufferPointer { dy in
              guard let x = x.baseAddress, let w = w.baseAddress, let dy = dy.baseAddress, let dw = dw.baseAddress
              else { return }
              let target = wantsInputs ? dx.baseAddress : nil
              if patches.geometry.isPointwise && groups == 1 {
                pointwise(x, batch, w, dy, target, dw)
              } else if inputsPerGroup == 1 && outputsPerGroup == 1 {
                depthwise(x, batch, w, dy, target, dw)
              } else {
                general(x, batch, w, dy, target, dw)
              }
            }
          }
        }
      }
    }
    return (dx, dw)
  }

  private func pointwise(
    _ x: UnsafePointer<Float>, _ batch: Int, _ w: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, _ dw: UnsafeMutablePointer<Float>
  ) {
    let rows = batch * pixels
    MatrixProduct.addTransposed(
      rows: outputs, columns: terms, inner: rows, dy, stride: outputs, x, stride: terms, into: dw, stride: terms)
    guard let dx else { return }
    MatrixProduct.plain(
      rows: rows, columns: terms, inner: outputs, dy, stride: outputs, w, stride: terms, into: dx, stride: terms)
  }

  private func general(
    _ x: UnsafePointer<Float>, _ batch: Int, _ w: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, _ dw: UnsafeMutablePointer<Float>
  ) {
    let (width, terms) = (patches.output.width, self.terms)
    var scratch: [Float] = []
    forEachPatchMatrix(x, batch: batch, padding: 0) { position, count, group, rows in
      let start = group * outputsPerGroup
      let part = dy + position * outputs + start
      MatrixProduct.addTransposed(
        rows: outputsPerGroup, columns: terms, inner: count, part, stride: outputs, rows, stride: terms,
        into: dw + start * terms, stride: terms)
      guard let dx else { return }
      if scratch.count < count * terms { scratch = [Float](repeating: 0, count: count * terms) }
      scratch.withUnsafeMutableBufferPointer { scratch in
        guard let scratch = scratch.baseAddress else { return }
        MatrixProduct.plain(
          rows: count, columns: terms, inner: outputsPerGroup, part, stride: outputs, w + start * terms, stride: terms,
          into: scratch, stride: terms)
        let (sample, pixel) = position.quotientAndRemainder(dividingBy: pixels)
        patches.scatter(
          scratch, lines: pixel / width..<(pixel + count) / width, from: group * inputsPerGroup, count: inputsPerGroup,
          to: dx + sample * patches.input.count)
      }
    }
  }

  /// One weight vector a channel: channels lie side by side.
  private func depthwise(
    _ x: UnsafePointer<Float>, _ batch: Int, _ w: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>?, _ dw: UnsafeMutablePointer<Float>
  ) {
    let (channels, taps, places) = (outputs, terms, patches.places)
    let transposed = (0..<taps * channels).map { w[$0 % channels * taps + $0 / channels] }
    var sums = [Float](repeating: 0, count: taps * channels)
    sums.withUnsafeMutableBufferPointer { sums in
      transposed.withUnsafeBufferPointer { weights in
        for sample in 0..<batch {
          let offset = sample * patches.input.count
          for pixel in 0..<pixels {
            let gradient = dy + (sample * pixels + pixel) * channels
            for tap in 0..<taps where places[pixel * taps + tap] >= 0 {
              let (place, row) = (offset + places[pixel * taps + tap] * channels, tap * channels)
              for channel in 0..<channels { sums[row + channel] += gradient[channel] * x[place + channel] }
              guard let dx else { continue }
              for channel in 0..<channels { dx[place + channel] += gradient[channel] * weights[row + channel] }
            }
          }
        }
      }
    }
    for place in sums.indices { dw[place % channels * taps + place / channels] = sums[place] }
  }
}

extension Patches {
  /// Adds rows, one a window position of the output's `lines`, to the elements that `gather` reads for them.
  func scatter(
    _ rows: UnsafePointer<Float>, lines: Range<Int>, from first: Int, count: Int,
    to target: UnsafeMutablePointer<Float>
  ) {
    let row = length(channels: count)
    for line in lines {
      for ky in 0..<geometry.rows.kernel {
        let y = geometry.rows.place(of: line, tap: ky)
        guard y >= 0, y < input.height else { continue }
        for column in 0..<output.width {
          let source = rows + ((line - lines.lowerBound) * output.width + column) * row
          for kx in 0..<geometry.columns.kernel {
            let x = geometry.columns.place(of: column, tap: kx)
            guard x >= 0, x < input.width else { continue }
            let (from, to) = (
              source + (ky * geometry.columns.kernel + kx) * count,
              target + (y * input.width + x) * input.channels + first
            )
            for channel in 0..<count { to[channel] += from[channel] }
          }
        }
      }
    }
  }
}
