import Support

extension Convolution {
  /// A matrix that multiplies the last axis of an image: a convolution of 1x1.
  static func pointwise(
    _ rows: [Double], outputs: Int, inputs: Int, grid: WeightGrid?, _ view: ActivationView,
    _ context: inout ImportContext
  ) -> ActivationView? {
    let axes = view.axes
    guard axes.count == 3 || axes.count == 4, axes[0].isEmpty, let channels = axes.last,
      view.extent(channels) == inputs
    else {
      context.report("its input has shape \(view.modelShape); a last axis of \(inputs) is expected")
      return nil
    }
    var image = view
    image.axes = [[], channels] + axes.dropFirst().dropLast()
    guard image.isImage else {
      let rows = axes.count == 4 ? axes[1] : []
      context.ask(image, [.height: rows, .width: axes[axes.count - 2], .channels: channels])
      return nil
    }
    let tensor = Tensor(shape: [outputs, 1, 1, inputs], values: rows.map { Float($0) })
    let operation = Convolution(geometry: Geometry(), groups: 1, weights: tensor, bias: nil, grid: grid)
    let imageAxes = image.imageAxes
    return context.emit(operation, reading: [view], axes: [nil] + imageAxes.dropFirst(2) + [.channels])
  }
}
