internal import Support
internal import Training

extension TrainReport {
  /// The folder's page.
  var readme: String {
    """
    # A trained network

    Written by `mantissa train`. `model.onnx` holds the real weights that training changed, `plan.yml` the number systems
    with the ranges that were found. This gives the hardware whose codes the golden model was judged by:

        mantissa compile model.onnx --plan plan.yml -o hardware
        mantissa verify hardware

    `recipe.yml` is how it was trained, `log.csv`, `log.json` and `curves.svg` what came of it, `checkpoint` where
    `mantissa train --resume` goes on.

    | | |
    |---|---|
    | training images | \(trainingImages) |
    | validation images | \(validationImages) |
    | kept epoch | \(keptEpoch) |
    \(rows("validation", validation))
    \(test.map { rows("test", $0) } ?? "| test | not measured |")

    The kept epoch's weights. Many that are clipped, or nearly all 0, say that a format is too narrow or its scale off.

    | layer | format | weights | zeros | clipped |
    |---|---|---|---|---|
    \(layers)

    """
  }

  private var layers: String {
    let kept = epochs.first { $0.epoch == keptEpoch }?.layers ?? []
    return kept.map { layer in
      let clipped = layer.clipped.map(Figure.percent) ?? "signs alone"
      return
        "| \(layer.layer.shownMessage) | \(layer.format) | \(layer.count) | \(Figure.percent(layer.zeros)) | \(clipped) |"
    }.joined(separator: "\n")
  }

  private func rows(_ images: String, _ found: Judgement) -> String {
    found.lines(images).map { "| \($0) | \($1) |" }.joined(separator: "\n")
  }
}
