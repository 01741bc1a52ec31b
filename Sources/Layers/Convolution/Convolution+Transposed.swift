import NetworkIR
import ONNX
import Support

extension Convolution {
  /// A transposed convolution: zeros between the elements, then a convolution with the kernel turned around.
  @Sendable static func transposed(_ context: inout ImportContext) {
    let groups = context.integer("group", default: 1)
    let tensor = context.weights(1, "weights")
    guard let view = context.image(0), let tensor else { return }
    let rank = view.axes.count - 2
    guard tensor.shape.count == rank + 2, tensor.shape.allSatisfy({ $0 > 0 }), groups > 0,
      tensor.shape[0] % groups == 0, tensor.shape[0] == view.shape.channels
    else {
      return context.report(
        "its weights have shape \(tensor.shape) in \(groups) groups; \(view.shape.channels) input channels in whole "
          + "groups and \(rank + 2) positive extents are expected")
    }
    let kernel = Array(tensor.shape.dropFirst(2))
    guard let axes = transposedAxes(kernel, of: view, &context) else { return }
    let outputs = tensor.shape[1] * groups
    let bias = context.vector(2, "bias", count: outputs)
    if context.value(2) != nil, bias == nil { return }
    var current = view
    for (index, axis) in axes.enumerated() {
      guard let next = context.spread(current, axis, place: index + 2) else { return }
      current = next
    }
    var geometry = Geometry()
    if axes.count == 2 { geometry.rows = axes[0].window }
    let isColumn = axes.count == 1 && view.shape.width == 1 && view.shape.height > 1
    if isColumn { geometry.rows = axes[0].window } else { geometry.columns = axes[axes.count - 1].window }
    func turned<T: Numeric>(_ values: [T]) -> Tensor<T> {
      Self.turned(
        values, tensor.shape, groups: groups, rows: geometry.rows.kernel, columns: geometry.columns.kernel)
    }
    let weights = turned(tensor.reals)
    var grid: WeightGrid?
    if let stated = tensor.grid {
      let terms = weights.values.count / outputs
      let places = (0..<outputs).map { $0 * terms..<($0 + 1) * terms }
      let steps = turned(stated.steps).values
      grid = context.weightGrid(
        places.map { steps[$0] }, values: places.map { weights.values[$0] }, float: stated.float)
      if grid == nil { return }
    }
    let operation = Convolution(
      geometry: geometry, groups: groups,
      weights: Tensor(shape: weights.shape, values: weights.values.map { Float($0) }), bias: bias?.map { Float($0) },
      grid: grid)
    guard let made = context.emit(operation, reading: [current], axes: view.imageAxes) else { return }
    context.setOutput(.activation(made))
  }

  /// Input channels x outputs of a group x kernel, to outputs x kernel from its end x inputs of a group.
  private static func turned<T: Numeric>(
    _ values: [T], _ shape: [Int], groups: Int, rows: Int, columns: Int
  ) -> Tensor<T> {
    let (inputs, outputs, taps) = (shape[0] / groups, shape[1], rows * columns)
    var result = [T](repeating: 0, count: values.count)
    for group in 0..<groups {
      for output in 0..<outputs {
        for input in 0..<inputs {
          for tap in 0..<taps {
            let source = ((group * inputs + input) * outputs + output) * taps + taps - 1 - tap
            result[((group * outputs + output) * taps + tap) * inputs + input] = values[source]
          }
        }
      }
    }
    return Tensor(shape: [groups * outputs, rows, columns, inputs], values: result)
  }

  /// What the attributes say of each spatial axis; nil after reporting.
  private static func transposedAxes(
    _ kernel: [Int], of view: ActivationView, _ context: inout ImportContext
  ) -> [TransposedAxis]? {
    let before = context.problems.count
    let rank = kernel.count
    func list(_ name: String, count: Int, least: Int, default value: Int) -> [Int] {
      guard let found = context.integers(name) else { return Array(repeating: value, count: count) }
      guard found.count == count, found.allSatisfy((least...Geometry.longest).contains) else {
        context.unsupported(
          name, found: "\(found)", supported: "\(count) values of \(least) to \(Geometry.longest) are supported")
        return Array(repeating: value, count: count)
      }
      return found
    }
    let strides = list("strides", count: rank, least: 1, default: 1)
    let dilations = list("dilations", count: rank, least: 1, default: 1)
    let pads = list("pads", count: 2 * rank, least: 0, default: 0)
    let extra = list("output_padding", count: rank, least: 0, default: 0)
    let stated = context.integers("kernel_shape")
    if let stated, stated != kernel {
      context.report("attribute 'kernel_shape' is \(stated); its weights have \(kernel)")
    }
    let mode = context.text("auto_pad", default: "NOTSET")
    if !["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(mode) {
      context.unsupported(
        "auto_pad", found: "'\(mode)'", supported: "'NOTSET', 'VALID', 'SAME_UPPER' and 'SAME_LOWER' are supported")
    }
    let sizes = context.integers("output_shape").map { Array($0.suffix(rank)) }
    if let sizes, sizes.count != rank || !sizes.allSatisfy((1...(1 << 24)).contains) {
      context.unsupported("output_shape", found: "\(sizes)", supported: "\(rank) positive extents are supported")
    }
    guard kernel.allSatisfy({ $0 <= Geometry.longest }) else {
      context.report("its kernel is \(kernel); extents of at most \(Geometry.longest) are supported")
      return nil
    }
    guard context.problems.count == before else { return nil }
    return (0..<rank).map { index in
      var axis = TransposedAxis(
        kernel: kernel[index], stride: strides[index], dilation: dilations[index], extra: extra[index])
      let extent = view.extent(view.axes[index + 2])
      if sizes != nil || mode.hasPrefix("SAME") {
        let size = sizes?[index] ?? extent * axis.stride
        axis.fit(extent, into: size, putsMoreFirst: mode != "SAME_UPPER")
      } else if mode == "NOTSET" {
        (axis.before, axis.after) = (pads[index], pads[index + rank])
      }
      return axis
    }
  }
}

/// One spatial axis of a transposed convolution.
private struct TransposedAxis {
  var kernel: Int
  var stride: Int
  var dilation: Int
  /// Elements that are added to the output's end.
  var extra: Int
  /// Elements that are taken off the full output at both ends; below 0 they are added.
  var before = 0
  var after = 0

  /// Elements from the kernel's first tap to its last, both included.
  private var span: Int { (kernel - 1) * dilation + 1 }

  /// Sets what is taken off so that `size` elements are left.
  mutating func fit(_ extent: Int, into size: Int, putsMoreFirst: Bool) {
    let total = stride * (extent - 1) + extra + span - size
    // What is missing is added after the last.
    guard total >= 0 else {
      (before, after) = (0, total)
      return
    }
    let half = total / 2
    (before, after) = putsMoreFirst ? (total - half, half) : (half, total - half)
  }

  private var edges: (before: Int, after: Int) { (span - 1 - before, span - 1 - after + extra) }

  /// The window of the convolution: what padding it can hold by itself.
  var window: Geometry.Axis {
    Geometry.Axis(
      kernel: kernel, dilation: dilation, before: min(max(edges.before, 0), span - 1),
      after: min(max(edges.after, 0), span - 1))
  }

  /// Zeros before, between and after the elements that the window cannot hold.
  func padding(_ axis: StreamAxis) -> Padding {
    Padding(
      axis: axis, before: max(0, edges.before - span + 1), step: stride, after: max(0, edges.after - span + 1))
  }

  /// Elements at both ends of the spread input that no window reads.
  var unread: (before: Int, after: Int) { (max(0, -edges.before), max(0, -edges.after)) }
}

extension ImportContext {
  fileprivate mutating func spread(_ view: ActivationView, _ window: TransposedAxis, place: Int) -> ActivationView? {
    let order: [StreamAxis] = view.axes.count == 4 ? [.height, .width] : [view.imageAxes[2] ?? .width]
    let axis = order[place - 2]
    var result = view
    let padding = window.padding(axis)
    if padding != Padding(axis: axis), padding.before + padding.after > 0 || view.shape[axis] > 1 {
      guard let next = emitResizing(padding, reading: result, place: place, axis: axis) else { return nil }
      result = next
    }
    let unread = window.unread
    guard unread.before + unread.after > 0 else { return result }
    let cropping = Cropping(
      axis: axis, start: unread.before, count: result.shape[axis] - unread.before - unread.after)
    return emitResizing(cropping, reading: result, place: place, axis: axis)
  }
}
