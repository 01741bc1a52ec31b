import Arithmetic
package import PipelineIR
import Support

extension Window {
  package func body(inputs: [StreamType]) -> StageBody {
    let stream = inputs[0]
    let sizes =
      [
        ("LANES", stream.lanes), ("ELEMENT_WIDTH", stream.elementWidth),
        ("HEIGHT", input.height), ("WIDTH", input.width), ("CHANNEL_WORDS", input.channels / stream.lanes),
        ("OUTPUT_HEIGHT", outputShape.height), ("OUTPUT_WIDTH", outputShape.width),
      ] + Self.parameters("ROW", geometry.rows) + Self.parameters("COLUMN", geometry.columns) + [
        ("GROUPS", groups), ("REPEAT", repeats), ("BUFFER_ROWS", bufferRows),
      ]
    return .stream("window", sizes.map { ($0.0, .integer($0.1)) } + [("PAD_CODE", stream.parameter(padCode))])
  }

  private static func parameters(_ axis: String, _ value: Geometry.Axis) -> [(String, Int)] {
    [
      ("\(axis)_KERNEL", value.kernel), ("\(axis)_STRIDE", value.stride), ("\(axis)_DILATION", value.dilation),
      ("\(axis)_BEFORE", value.before),
    ]
  }
}
