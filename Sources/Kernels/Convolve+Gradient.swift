internal import COneDNN
import Support
import Synchronization

/// A convolution of 32-bit floats, forward and back, by oneDNN: sums in an order of its own, always the same on one processor.
package struct LibraryConvolution: Sendable {
  private let shape: ConvolutionShape
  private let batch: Int
  private let handle: Handle

  /// Made once, and then read only.
  private struct Handle: @unchecked Sendable { let pointer: UnsafeMutablePointer<mantissa_convolution> }

  private struct Key: Hashable {
    var geometry: Geometry
    var input: Shape
    var groups: Int
    var outputs: Int
    var batch: Int
  }

  private static let known = Mutex<[Key: Handle]>([:])

  /// For `batch` tensors, one after another; nil where oneDNN has no such convolution.
  package init?(_ shape: ConvolutionShape, batch: Int) {
    self.shape = shape
    self.batch = batch
    let (patches, output) = (shape.patches, shape.patches.output)
    let key = Key(
      geometry: patches.geometry, input: patches.input, groups: shape.groups, outputs: shape.outputs, batch: batch)
    let found = Self.known.withLock { known -> Handle? in
      if let handle = known[key] { return handle }
      let (rows, columns) = (patches.geometry.rows, patches.geometry.columns)
      func pair(_ value: (Geometry.Axis) -> Int) -> (Int64, Int64) { (Int64(value(rows)), Int64(value(columns))) }
      var stated = mantissa_convolution_shape(
        batch: Int64(batch), groups: Int64(shape.groups), height: Int64(patches.input.height),
        width: Int64(patches.input.width), inputs: Int64(patches.input.channels), out_height: Int64(output.height),
        out_width: Int64(output.width), outputs: Int64(shape.outputs), kernel: pair(\.kernel), stride: pair(\.stride),
        dilation: pair(\.dilation), before: pair(\.before), after: pair(\.after))
      guard let pointer = mantissa_convolution_make(&stated) else { return nil }
      known[key] = Handle(pointer: pointer)
      return known[key]
    }
    guard let found else { return nil }
    handle = found
  }

  /// Outputs, batch x pixels x channels, of inputs and weights (outputs x terms); windows read 0 off the edge.
  package func outputs(_ inputs: [Float], weights: [Float]) -> [Float] {
    made(batch * shape.pixels * shape.outputs) { run(MANTISSA_FORWARD, inputs, weights, $0) }
  }

  /// The loss's gradient with regard to the inputs, from that with regard to the outputs.
  package func inputGradient(_ gradient: [Float], weights: [Float]) -> [Float] {
    made(batch * shape.patches.input.count) { run(MANTISSA_INPUTS, $0, weights, gradient) }
  }

  /// The loss's gradient with regard to the weights, summed over the batch.
  package func weightGradient(_ inputs: [Float], _ gradient: [Float]) -> [Float] {
    made(shape.outputs * shape.terms) { run(MANTISSA_WEIGHTS, inputs, $0, gradient) }
  }

  /// What `body` writes; no numbers where it fails, which training finds.
  private func made(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Bool) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, used in
      used = count
      if let first = buffer.baseAddress, !body(first) { buffer.update(repeating: .nan) }
    }
  }

  private func run(
    _ kind: Int, _ inputs: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ outputs: UnsafePointer<Float>
  ) -> Bool {
    mantissa_convolution_run(handle.pointer, Int32(kind), inputs, weights, outputs) != 0
  }
}
