import NetworkIR
import ONNX
import Support

extension Repetition: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport(
        "Resize",
        attributes: [
          "antialias", "axes", "coordinate_transformation_mode", "cubic_coeff_a", "exclude_outside",
          "extrapolation_value", "keep_aspect_ratio_policy", "mode", "nearest_mode",
        ], resize),
      OperatorImport("Upsample", attributes: ["mode", "scales"], resize),
    ] + expansions
  }

  @Sendable private static func resize(_ context: inout ImportContext) {
    let before = context.problems.count
    let mode = context.text("mode", default: "nearest")
    if mode != "nearest" { context.unsupported("mode", found: "'\(mode)'", supported: "'nearest' is supported") }
    guard let view = context.activation(0) else { return }
    guard let request = ResizeRequest(&context, shape: view.modelShape), context.problems.count == before else {
      return
    }
    var steps: [(place: Int, factor: Int)] = []
    for place in view.axes.indices {
      let extent = view.extent(view.axes[place])
      guard request.count(along: place) <= extent * Geometry.longest else {
        return context.report(
          "it makes \(request.count(along: place)) of \(extent) elements along axis \(place); up to "
            + "\(Geometry.longest) of each are supported")
      }
      guard let sources = request.sources(along: place, &context) else { return }
      if sources == Array(0..<extent) { continue }
      let factor = sources.count / extent
      guard factor > 1, sources == (0..<sources.count).map({ $0 / factor }) else {
        return context.report(
          "it makes \(sources.count) of \(extent) elements along axis \(place); each an equal number of times is "
            + "supported")
      }
      steps.append((place, factor))
    }
    guard var result = context.settled(view, changing: Set(steps.map(\.place))) else { return }
    for (place, factor) in steps {
      guard let axis = context.streamAxis(of: place, in: &result) else { return }
      let operation = Repetition(axis: axis, factor: factor)
      guard let next = context.emitResizing(operation, reading: result, place: place, axis: axis) else { return }
      result = next
    }
    context.setOutput(.activation(result))
  }
}

/// The output's extents of a nearest-neighbour resize, and where its elements come from.
private struct ResizeRequest {
  private var shape: [Int]
  /// Nil: as the axis is.
  private var scales: [Double?]
  private var outputs: [Int]
  private var transform = "half_pixel"
  private var rounding = "round_prefer_floor"

  init?(_ context: inout ImportContext, shape: [Int]) {
    self.shape = shape
    scales = shape.map { _ in nil }
    outputs = shape
    let isOld = context.current.kind == "Upsample" || context.opset < 11
    transform = isOld ? "asymmetric" : context.text("coordinate_transformation_mode", default: "half_pixel")
    rounding = isOld ? "floor" : context.text("nearest_mode", default: "round_prefer_floor")
    let known = [
      "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric",
    ]
    guard known.contains(transform) else {
      context.unsupported(
        "coordinate_transformation_mode", found: "'\(transform)'",
        supported: known.map { "'\($0)'" }.joined(separator: ", ") + " are supported")
      return nil
    }
    if context.text("keep_aspect_ratio_policy", default: "stretch") != "stretch" {
      context.unsupported("keep_aspect_ratio_policy", found: "not 'stretch'", supported: "'stretch' is supported")
      return nil
    }
    let axes = context.integers("axes") ?? Array(shape.indices)
    guard context.places(axes, rank: shape.count) != nil else { return nil }
    let places = axes.map { $0 < 0 ? $0 + shape.count : $0 }
    if !isOld, context.value(3) != nil {
      guard let sizes = context.constant(3, "sizes")?.integers else { return nil }
      guard sizes.count == places.count, sizes.allSatisfy({ (1...(1 << 24)).contains($0) }) else {
        context.report("it has sizes \(sizes) for \(places.count) axes")
        return nil
      }
      for (place, size) in zip(places, sizes) where !(place == 0 && size == context.fixedBatch) {
        outputs[place] = size
        scales[place] = Double(size) / Double(shape[place])
      }
      return
    }
    guard let factors = Self.factors(&context, isOld: isOld) else { return nil }
    guard factors.count == places.count, factors.allSatisfy({ $0 >= 1 / 32767 && $0 <= 32767 }) else {
      context.report("it has scales \(factors) for \(places.count) axes; 1/32767 to 32767 are supported")
      return nil
    }
    for (place, factor) in zip(places, factors) where factor != 1 {
      outputs[place] = max(1, Int((Double(shape[place]) * factor).rounded(.down)))
      scales[place] = factor
    }
    guard outputs.allSatisfy({ $0 <= 1 << 24 }) else {
      context.report("it makes a tensor of shape \(outputs); extents of at most \(1 << 24) are supported")
      return nil
    }
  }

  private static func factors(_ context: inout ImportContext, isOld: Bool) -> [Double]? {
    let attribute = context.current.attributes["scales"]
    if context.current.kind == "Upsample", context.opset < 9, case .reals(let scales)? = attribute { return scales }
    return context.weights(isOld ? 1 : 2, "scales")?.reals
  }

  func count(along place: Int) -> Int { outputs[place] }

  /// The index that each element along an axis comes from; nil after reporting an unknown rounding.
  func sources(along place: Int, _ context: inout ImportContext) -> [Int]? {
    guard let scale = scales[place] else { return Array(0..<shape[place]) }
    let (extent, count) = (Double(shape[place]), outputs[place])
    var result: [Int] = []
    for index in 0..<count {
      let x = Double(index)
      let position: Double
      switch transform {
      case "asymmetric": position = x / scale
      case "align_corners": position = count == 1 ? 0 : x * (extent - 1) / Double(count - 1)
      case "pytorch_half_pixel": position = count == 1 ? 0 : (x + 0.5) / scale - 0.5
      case "half_pixel_symmetric":
        position = extent / 2 * (1 - Double(count) / (extent * scale)) + (x + 0.5) / scale - 0.5
      default: position = (x + 0.5) / scale - 0.5
      }
      let rounded: Double
      switch rounding {
      case "floor": rounded = position.rounded(.down)
      case "ceil": rounded = position.rounded(.up)
      case "round_prefer_ceil": rounded = (position + 0.5).rounded(.down)
      case "round_prefer_floor": rounded = (position - 0.5).rounded(.up)
      default:
        context.unsupported(
          "nearest_mode", found: "'\(rounding)'",
          supported: "'floor', 'ceil', 'round_prefer_floor' and 'round_prefer_ceil' are supported")
        return nil
      }
      result.append(Int(max(0, min(extent - 1, rounded))))
    }
    return result
  }
}
