package import Support

extension ActivationView {
  /// The axis of the tensor that is the whole of the model's axis `place`; nil where there is none.
  ///
  /// For an axis of extent 1 it is one of extent 1 that no other axis of the model takes.
  package func streamAxis(of place: Int) -> StreamAxis? {
    let parts = axes[place]
    guard parts.isEmpty else { return StreamAxis.allCases.first { places(of: $0) == parts } }
    let free = StreamAxis.allCases.filter { shape[$0] == 1 }
    // Batch, channels, rows and columns, as most models have them.
    let usual: [StreamAxis?] = axes.count == 4 ? [nil, .channels, .height, .width] : [nil, .channels, .width]
    if usual.indices.contains(place), let axis = usual[place], free.contains(axis) { return axis }
    return free.last
  }

  /// The view once the tensor's axis `axis`, which is the whole of the model's axis `place`, has another extent.
  package func resized(_ place: Int, along axis: StreamAxis, tensor: String, shape: Shape) -> ActivationView {
    var view = self
    view.isDequantized = false
    view.isFlattened = false
    view.isMoved = false
    var moved: [Int: Int] = [:]
    var own: [Int] = []
    view.factors = []
    for other in StreamAxis.allCases {
      if other == axis {
        guard shape[axis] > 1 else { continue }
        own = [view.factors.count]
        view.factors.append(Factor(extent: shape[axis], axis: axis))
      } else {
        for old in places(of: other) {
          moved[old] = view.factors.count
          view.factors.append(factors[old])
        }
      }
    }
    view.axes = axes.indices.map { $0 == place ? own : axes[$0].compactMap { moved[$0] } }
    view.tensor = tensor
    view.shape = shape
    view.inputOrder = nil
    return view
  }
}
