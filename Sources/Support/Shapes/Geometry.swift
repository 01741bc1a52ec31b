/// How a window slides over rows and columns.
package struct Geometry: Codable, Sendable, Hashable {
  /// How a window moves along rows or along columns.
  package struct Axis: Codable, Sendable, Hashable {
    /// Taps of the window.
    package var kernel: Int
    /// Elements from one window to the next, 1 or more.
    package var stride: Int
    /// Elements from one tap to the next, 1 or more.
    package var dilation: Int
    /// Elements of padding in front of the first.
    package var before: Int
    /// Elements of padding behind the last.
    package var after: Int

    /// One element a window where nothing is said.
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

  /// Along the rows.
  package var rows: Axis
  /// Along the columns.
  package var columns: Axis

  /// Windows of one element where nothing is said.
  package init(rows: Axis = Axis(), columns: Axis = Axis()) {
    self.rows = rows
    self.columns = columns
  }

  /// Taps of a window, both axes together.
  package var taps: Int { rows.kernel * columns.kernel }
  /// Whether each window is one element, and each element one window.
  package var isPointwise: Bool { self == Geometry() }

  /// The shape of what windows over a tensor give, with so many channels.
  package func output(of shape: Shape, channels: Int) -> Shape {
    Shape(
      height: rows.outputs(of: shape.height), width: columns.outputs(of: shape.width),
      channels: channels)
  }
}
