/// How a window slides over rows and columns.
package struct Geometry: Codable, Sendable, Hashable {
  package struct Axis: Codable, Sendable, Hashable {
    package var kernel: Int
    package var stride: Int
    package var dilation: Int
    package var before: Int
    package var after: Int

    package init(kernel: Int = 1, stride: Int = 1, dilation: Int = 1, before: Int = 0, after: Int = 0) {
      self.kernel = kernel
      self.stride = stride
      self.dilation = dilation
      self.before = before
      self.after = after
    }

    /// Elements from the window's first to its last, both included.
    package var span: Int { (kernel - 1) * dilation + 1 }

    /// The element that a tap of the window reads at an output's place; one that is no element of the axis is padding.
    @inlinable package func place(of output: Int, tap: Int) -> Int { output * stride - before + tap * dilation }

    /// Window positions along an axis of `extent` elements; 0 or less when the window does not fit.
    package func outputs(of extent: Int) -> Int {
      let room = extent + before + after - span
      return room < 0 ? 0 : room / stride + 1
    }
  }

  package var rows: Axis
  package var columns: Axis

  package init(rows: Axis = Axis(), columns: Axis = Axis()) {
    self.rows = rows
    self.columns = columns
  }

  package var taps: Int { rows.kernel * columns.kernel }
  package var isPointwise: Bool { self == Geometry() }

  package func output(of shape: Shape, channels: Int) -> Shape {
    Shape(
      height: rows.outputs(of: shape.height), width: columns.outputs(of: shape.width),
      channels: channels)
  }
}
