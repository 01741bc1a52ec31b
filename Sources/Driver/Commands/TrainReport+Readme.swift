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

    """
  }

  private func rows(_ images: String, _ found: Judgement) -> String {
    found.lines(images).map { "| \($0) | \($1) |" }.joined(separator: "\n")
  }
}
