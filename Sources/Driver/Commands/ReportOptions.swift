package import Synthesis

/// What `mantissa report` is asked to do.
package struct ReportOptions: Sendable {
  /// The folder that `mantissa compile` wrote.
  package var folder: String
  /// The ONNX file that it was made of; nil leaves out what needs the float network.
  package var model: String?
  /// A file of inputs; nil takes the folder's own vectors.
  package var images: String?
  /// What the network is to give for them: classes or numbers; nil leaves accuracy out.
  package var labels: String?
  /// At most so many inputs are classified; nil for all.
  package var limit: Int?
  /// The family whose parts are estimated where nothing was synthesised.
  package var target: Device
  /// The folder that is written; nil for `build/report` in the compiled one.
  package var output: String?

  /// A report on a compiled folder.
  package init(
    folder: String, model: String? = nil, images: String? = nil, labels: String? = nil, limit: Int? = nil,
    target: Device = .xc7, output: String? = nil
  ) {
    self.folder = folder
    self.model = model
    self.images = images
    self.labels = labels
    self.limit = limit
    self.target = target
    self.output = output
  }
}
