package import PipelineIR
import Support

extension Window {
  package func hardware(name: String, inputs: [StreamType]) -> StageHardware {
    let stream = inputs[0]
    let parameters: [(name: String, value: Int)] =
      [
        ("LANES", stream.lanes), ("ELEMENT_WIDTH", stream.elementWidth),
        ("HEIGHT", input.height), ("WIDTH", input.width), ("CHANNEL_WORDS", input.channels / stream.lanes),
        ("OUTPUT_HEIGHT", outputShape.height), ("OUTPUT_WIDTH", outputShape.width),
      ] + Self.parameters("ROW", geometry.rows) + Self.parameters("COLUMN", geometry.columns) + [
        ("GROUPS", groups), ("REPEAT", repeats), ("BUFFER_ROWS", bufferRows),
      ]
    return StageHardware(
      module: "mantissa_window",
      parameters: parameters.map { ($0.name, "\($0.value)") } + [("PAD_CODE", stream.literal(padCode))],
      cells: ["mantissa_window", "mantissa_window_axis", "mantissa_loop"])
  }

  private static func parameters(_ axis: String, _ value: Geometry.Axis) -> [(name: String, value: Int)] {
    [
      ("\(axis)_KERNEL", value.kernel), ("\(axis)_STRIDE", value.stride), ("\(axis)_DILATION", value.dilation),
      ("\(axis)_BEFORE", value.before),
    ]
  }
}
