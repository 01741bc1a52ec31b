import PipelineIR
import Support

extension Window {
  /// Throws when the window does not fit its input stream, or its numbers are out of range.
  func check(_ stream: StreamType) throws(Failure) {
    try check(geometry.rows, extent: input.height, name: "rows")
    try check(geometry.columns, extent: input.width, name: "columns")
    guard stream.lanes > 0, input.channels % stream.lanes == 0, stream.wordsPerFrame == input.count / stream.lanes
    else {
      throw misfit("frames of \(stream.wordsPerFrame) words of \(stream.lanes) lanes do not hold \(input)")
    }
    guard groups >= 1, input.channels / stream.lanes % groups == 0 else {
      throw misfit("\(groups) groups do not divide the \(input.channels / stream.lanes) words of a pixel")
    }
    guard repeats >= 1 else { throw misfit("\(repeats) repeats; at least 1 is needed") }
    guard (minimumBufferRows...1 << 20).contains(bufferRows) else {
      throw misfit("the buffer holds \(bufferRows) rows; at least \(minimumBufferRows) are needed")
    }
    guard stream.wordsPerFrame <= 1 << 26, bufferRows * input.width * input.channels / stream.lanes <= 1 << 26 else {
      throw misfit("a frame or the buffer is larger than \(1 << 26) words")
    }
  }

  private func check(_ axis: Geometry.Axis, extent: Int, name: String) throws(Failure) {
    guard axis.kernel >= 1, axis.stride >= 1, axis.dilation >= 1, axis.before >= 0, axis.after >= 0 else {
      throw misfit("kernel, stride and dilation of the \(name) are at least 1 and paddings at least 0")
    }
    guard axis.before < axis.span, axis.after < axis.span else {
      throw misfit("the padding of the \(name) is not smaller than the window's span of \(axis.span)")
    }
    guard extent >= 1, axis.outputs(of: extent) >= 1 else {
      throw misfit("the window spans \(axis.span) of \(extent) \(name)")
    }
    guard touches(axis, extent: extent) else { throw misfit("every tap lies in the padding of the \(name)") }
  }

  /// Whether any tap lies inside. Without one the stage would give frames before any has entered.
  private func touches(_ axis: Geometry.Axis, extent: Int) -> Bool {
    (0..<axis.outputs(of: extent)).contains { output in
      (0..<axis.kernel).contains { tap in
        (0..<extent).contains(axis.place(of: output, tap: tap))
      }
    }
  }
}
