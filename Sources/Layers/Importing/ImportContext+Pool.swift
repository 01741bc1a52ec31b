import NetworkIR
import ONNX
import Support

extension ImportContext {
  /// Imports an operator that slides a window over an image.
  ///
  /// `make` gets the window with all its padding and with only the padding that the file states; it may report what
  /// it cannot do.
  mutating func importPool(_ make: (Geometry, Geometry, inout ImportContext) -> (any NetworkOperation)?) {
    expectOneOutput()
    let attributes = WindowAttributes(&self)
    if current.attributes["kernel_shape"] == nil { report("attribute 'kernel_shape' is missing") }
    guard let view = image(0), let attributes, let kernel = attributes.kernel,
      let geometry = attributes.geometry(kernel, of: view, &self),
      let stated = attributes.geometry(kernel, of: view, roundingUp: false, &self),
      let operation = make(geometry, stated, &self),
      let result = emit(operation, reading: [view], axes: view.imageAxes)
    else { return }
    setOutput(.activation(result))
  }

  /// Imports an operator whose one window covers the image.
  mutating func importGlobalPool(_ make: (Geometry) -> any NetworkOperation) {
    guard let view = image(0) else { return }
    let geometry = Geometry(rows: .init(kernel: view.shape.height), columns: .init(kernel: view.shape.width))
    guard let result = emit(make(geometry), reading: [view], axes: view.imageAxes) else { return }
    setOutput(.activation(result))
  }
}
