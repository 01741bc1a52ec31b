package import Support

/// How one value of a model lies in a network's tensor: the model's axes, each made of the tensor's.
///
/// Transposing, reshaping and flattening change only the view, so no hardware comes of them.
package struct ActivationView: Sendable, Hashable {
  /// A part of one axis of the tensor: the whole axis until a reshape splits it.
  package struct Factor: Sendable, Hashable {
    /// Elements, more than 1.
    package var extent: Int
    package var axis: StreamAxis
  }

  /// The tensor's name in the network and its shape there.
  package var tensor: String
  package var shape: Shape
  /// The parts of the tensor's axes in streaming order.
  package var factors: [Factor]
  /// The model's axes, each the indices of its factors, outermost first; an axis of extent 1 has none.
  package var axes: [[Int]]
  /// The factors in the order of the model's input, while the tensor is only element-wise away from it.
  package var inputOrder: [Int]?
  /// Whether a view of the model came after the layer that made the tensor.
  package var isViewed = false
  /// The node after which nothing more may be computed, such as a dropped softmax.
  package var last: String?
  /// How the model's integers stand for the tensor's values, where the model sees integers.
  package var coding: Coding?
  /// Its values come from DequantizeLinear, with nothing in between but what moves them: see `LinearForm.roundsBias`.
  package var isDequantized = false
  /// A Flatten was the last that moved them: onnxruntime moves no quantizer through it.
  package var isFlattened = false
  /// A view of the model came after the last layer that does more than move elements.
  package var isMoved = false

  /// `value = scale * (integer - zeroPoint)`.
  package struct Coding: Sendable, Hashable {
    package var scale: Float
    package var zeroPoint: Int

    package init(scale: Float, zeroPoint: Int) {
      self.scale = scale
      self.zeroPoint = zeroPoint
    }
  }

  package init(tensor: String, shape: Shape, factors: [Factor], axes: [[Int]]) {
    self.tensor = tensor
    self.shape = shape
    self.factors = factors
    self.axes = axes
  }

  /// A tensor as the model sees an image: batch, channels, rows and columns.
  package static func image(_ tensor: String, _ shape: Shape, axes: [StreamAxis?]) -> ActivationView {
    var factors: [Factor] = []
    var places: [StreamAxis: [Int]] = [:]
    for axis in StreamAxis.allCases where shape[axis] > 1 {
      places[axis] = [factors.count]
      factors.append(Factor(extent: shape[axis], axis: axis))
    }
    return ActivationView(
      tensor: tensor, shape: shape, factors: factors, axes: axes.map { $0.flatMap { places[$0] } ?? [] })
  }

  /// Extents of the model's axes, with a batch of 1.
  package var modelShape: [Int] { axes.map(extent) }

  package func extent(_ axis: [Int]) -> Int { axis.reduce(1) { $0 * factors[$1].extent } }

  /// The factors of one axis of the tensor, in streaming order.
  package func places(of axis: StreamAxis) -> [Int] { factors.indices.filter { factors[$0].axis == axis } }
}
