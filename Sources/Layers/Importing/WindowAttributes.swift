import ONNX
import Support

/// The attributes that convolutions and pools share, as the file states them.
struct WindowAttributes {
  var kernel: [Int]?
  private var strides: [Int]?
  private var dilations: [Int]?
  private var pads: [Int]?
  private var padding = "NOTSET"
  private var roundsUp = false

  /// Reads the attributes; nil after reporting one that cannot be.
  init?(_ context: inout ImportContext) {
    let before = context.problems.count
    kernel = context.integers("kernel_shape")
    strides = context.integers("strides")
    dilations = context.integers("dilations")
    pads = context.integers("pads")
    padding = context.text("auto_pad", default: "NOTSET")
    if !["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"].contains(padding) {
      context.unsupported(
        "auto_pad", found: "'\(padding)'",
        supported: "'NOTSET', 'VALID', 'SAME_UPPER' and 'SAME_LOWER' are supported",
        notes: ["export the model with explicit 'pads'"])
    }
    if padding != "NOTSET", pads?.contains(where: { $0 != 0 }) == true {
      context.report("attribute 'pads' is given beside 'auto_pad' '\(padding)'; one of them is expected")
    }
    let ceiling = context.integer("ceil_mode", default: 0)
    if ceiling != 0, ceiling != 1 {
      context.unsupported("ceil_mode", found: "\(ceiling)", supported: "0 and 1 are supported")
    }
    roundsUp = ceiling == 1
    guard context.problems.count == before else { return nil }
  }

  /// The window over the view's spatial axes; nil after reporting what does not fit.
  ///
  /// Where the number of windows is rounded up, padding after the image makes room, unless `roundingUp` is false.
  func geometry(
    _ kernel: [Int], of view: ActivationView, roundingUp: Bool = true, _ context: inout ImportContext
  ) -> Geometry? {
    let rank = view.axes.count - 2
    let before = context.problems.count
    for (name, found, count) in [
      ("kernel_shape", kernel, rank), ("strides", strides, rank), ("dilations", dilations, rank),
      ("pads", pads, 2 * rank),
    ] {
      let least = name == "pads" ? 0 : 1
      guard let found, found.count != count || !found.allSatisfy((least...Geometry.longest).contains) else { continue }
      context.unsupported(
        name, found: "\(found)", supported: "\(count) values of \(least) to \(Geometry.longest) are supported")
    }
    guard context.problems.count == before else { return nil }
    let axes = (0..<rank).map { index in
      axis(
        index, of: rank, kernel: kernel[index], extent: view.extent(view.axes[index + 2]),
        roundsUp: roundsUp && roundingUp)
    }
    guard axes.allSatisfy({ $0.after <= Geometry.longest }) else {
      context.report("its padding is larger than \(Geometry.longest)")
      return nil
    }
    if axes.count == 2 { return Geometry(rows: axes[0], columns: axes[1]) }
    return view.shape.width == 1 && view.shape.height > 1
      ? Geometry(rows: axes[0]) : Geometry(columns: axes[0])
  }

  private func axis(
    _ index: Int, of rank: Int, kernel: Int, extent: Int, roundsUp: Bool
  ) -> Geometry.Axis {
    var axis = Geometry.Axis(kernel: kernel, stride: strides?[index] ?? 1, dilation: dilations?[index] ?? 1)
    switch padding {
    case "SAME_UPPER", "SAME_LOWER":
      let outputs = (extent + axis.stride - 1) / axis.stride
      let total = max((outputs - 1) * axis.stride + axis.span - extent, 0)
      axis.before = padding == "SAME_UPPER" ? total / 2 : total - total / 2
      axis.after = total - axis.before
    case "NOTSET":
      axis.before = pads?[index] ?? 0
      axis.after = pads?[index + rank] ?? 0
    default: break
    }
    if roundsUp { axis.after += extra(axis, extent: extent) }
    return axis
  }

  /// Padding that makes room for one more window where rounding up wants it and the window starts inside.
  private func extra(_ axis: Geometry.Axis, extent: Int) -> Int {
    let room = extent + axis.before + axis.after - axis.span
    guard room >= 0, room % axis.stride != 0 else { return 0 }
    let start = (room / axis.stride + 1) * axis.stride
    return start < extent + axis.before ? start - room : 0
  }
}

extension ActivationView {
  /// The axes of what a window makes of this image.
  var imageAxes: [StreamAxis?] {
    if axes.count == 4 { return [nil, .channels, .height, .width] }
    return [nil, .channels, shape.width == 1 && shape.height > 1 ? .height : .width]
  }
}
