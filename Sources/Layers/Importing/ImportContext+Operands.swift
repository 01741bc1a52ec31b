package import ONNX
import Support

extension ImportContext {
  /// What is known of the current node's input; nil where the node leaves it out.
  package func value(_ index: Int) -> Value? {
    guard current.inputs.indices.contains(index), !current.inputs[index].isEmpty else { return nil }
    return values[current.inputs[index]] ?? .unknown
  }

  /// The activation that the node reads; nil where its maker has a problem, or after reporting that it is none.
  package mutating func activation(_ index: Int) -> ActivationView? {
    switch value(index) {
    case .activation(let view)?: return view
    case .unknown?: return nil
    case .constant?:
      report("input \(index) is a constant; one that the network computes is expected")
    case nil: report("input \(index) is missing")
    }
    return nil
  }

  /// The constant that the node reads; nil as `activation` is.
  package mutating func constant(_ index: Int, _ role: String) -> ONNXTensor? {
    switch value(index) {
    case .constant(let tensor)?: return tensor
    case .unknown?: return nil
    case .activation?: report("its \(role) are computed by the network; a constant is expected")
    case nil: report("its \(role) (input \(index)) are missing")
    }
    return nil
  }

  /// A constant of finite real numbers.
  package mutating func weights(_ index: Int, _ role: String) -> ONNXTensor? {
    guard let tensor = constant(index, role) else { return nil }
    guard tensor.type.isReal else {
      report("its \(role) are of type '\(tensor.type.rawValue)'; a floating-point type is expected")
      return nil
    }
    guard tensor.reals.allSatisfy({ $0.isFinite && abs($0) <= Double(Float.greatestFiniteMagnitude) }) else {
      // Names that the importer gave begin with a NUL character.
      let name = current.inputs[index].hasPrefix("\0") ? "" : ", tensor '\(current.inputs[index])',"
      report("its \(role)\(name) hold a NaN or an infinite value")
      return nil
    }
    return tensor
  }

  /// A vector of finite real numbers, one for each of `count` channels; nil also where it is left out.
  package mutating func vector(_ index: Int, _ role: String, count: Int) -> [Double]? {
    guard value(index) != nil, let tensor = weights(index, role) else { return nil }
    guard tensor.shape == [count] else {
      report("its \(role) have shape \(tensor.shape); [\(count)] is expected")
      return nil
    }
    return tensor.reals
  }

  /// The activation as batch, channels and one or two spatial axes that the stream has in its order.
  package mutating func image(_ index: Int) -> ActivationView? {
    guard let view = activation(index) else { return nil }
    guard view.axes.count == 3 || view.axes.count == 4 else {
      report("input \(index) has shape \(view.modelShape); batch, channels and one or two more axes are supported")
      return nil
    }
    guard view.axes[0].isEmpty else {
      report("input \(index) has a first axis of \(view.modelShape[0]); the batch is expected there")
      return nil
    }
    if view.isImage { return view }
    let rows = view.axes.count == 4 ? view.axes[2] : []
    return arrangedOrAsked(view, [.height: rows, .width: view.axes.last ?? [], .channels: view.axes[1]])
  }

  /// Asks for a layout of the model's input with an axis as its channels; false where that is not possible.
  mutating func askChannels(_ view: ActivationView, axis: Int) -> Bool {
    guard let order = view.inputOrder, layout == nil else { return false }
    let others = view.axes.indices.filter { $0 != axis && !view.axes[$0].isEmpty }.map { view.axes[$0] }
    guard others.count <= 2 else { return false }
    let roles: [StreamAxis: [Int]] = [
      .height: others.count == 2 ? others[0] : [], .width: others.last ?? [], .channels: view.axes[axis],
    ]
    requestedLayout = requestedLayout ?? InputLayout(view, order: order, roles: roles)
    return true
  }

  /// The view with these axes of the tensor; nil after asking for a layout of the model's input that has them.
  mutating func arrangedOrAsked(_ view: ActivationView, _ roles: [StreamAxis: [Int]]) -> ActivationView? {
    guard let order = view.inputOrder, layout == nil else { return arranged(view, as: roles) }
    requestedLayout = requestedLayout ?? InputLayout(view, order: order, roles: roles)
    return nil
  }
}

extension ActivationView {
  /// Whether the axes after batch and channels are the stream's rows and columns, channels last.
  package var isImage: Bool {
    let spatial = axes.dropFirst(2).flatMap { $0 }
    guard spatial + axes[1] == Array(factors.indices), extent(axes[1]) == shape.channels else { return false }
    guard axes.count == 4 else { return shape.height == 1 || shape.width == 1 }
    return extent(axes[2]) == shape.height && extent(axes[3]) == shape.width
  }
}

extension ImportContext {
  /// The axis that an attribute names, counted from the end where it is negative; nil after reporting it.
  package mutating func axis(_ axis: Int, rank: Int) -> Int? {
    guard (-rank..<rank).contains(axis), rank > 0 else {
      report("axis \(axis) is not one of a tensor of rank \(rank)")
      return nil
    }
    return axis < 0 ? axis + rank : axis
  }
}
