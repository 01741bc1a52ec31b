internal import Arithmetic
internal import BigInt
internal import Datapath
internal import PipelineIR
internal import Support

/// A loop over the words of a frame, and one over the lanes of a word.
struct LaneLoop {
  var context: StageContext
  var lanes: Int
  /// Bits of an element that enters by each stream, and of one that leaves.
  var inputWidths: [Int]
  var outputWidth: Int
  /// What the stage computes, for the comment above it.
  var comment: [String]
  /// Directives and variables before the loop.
  var before = ""
  /// Statements of a lane, which make `code` from `code0` and `code1`, or from `element`.
  var lane: String
  /// Statements behind a word.
  var after = ""

  var text: String {
    let name = context.name
    let names = inputWidths.count == 1 ? [""] : inputWidths.indices.map { "\($0)" }
    let reads = zip(names, context.inputs).map { name, stream in
      "    const \(Cpp.unsigned(stream.wordWidth)) data\(name) = s\(name)_axis.read();"
    }
    let elements = zip(names, inputWidths).map { name, width in
      "      const \(Cpp.unsigned(width)) code\(name) = mantissa::slice<\(width)>(data\(name), lane * \(width));"
    }
    return """
      \(Cpp.comment(["\(name) -- \(comment[0])"] + comment.dropFirst()))
      \(context.parameters)
        MANTISSA_NO_INLINE
      \(before.isEmpty ? "" : Cpp.indented(before, 1) + "\n")\
        MANTISSA_PIPELINE
      words:
        for (int word = 0; word < \(context.outputs[0].wordsPerFrame); ++word) {
          MANTISSA_PIPELINE_BODY
      \(reads.joined(separator: "\n"))
          \(Cpp.unsigned(lanes * outputWidth)) results = 0;
          MANTISSA_UNROLL
        lanes:
          for (int lane = 0; lane < \(lanes); ++lane) {
            MANTISSA_UNROLL_BODY
      \(elements.joined(separator: "\n"))
      \(Cpp.indented(lane, 3))
            mantissa::set_slice(results, lane * \(outputWidth), result);
          }
          m_axis.write(results);
      \(after.isEmpty ? "" : Cpp.indented(after, 2) + "\n")\
        }
      }
      """
  }
}

extension DatapathGraph {
  /// A function of two streams, element by element; `comment` tells the formula.
  fileprivate func pairFunction(_ context: StageContext, _ comment: [String]) -> StageFunction {
    var body = NodeStatements(unrolls: false, inputs.enumerated().map { ($1, ["code\($0)"]) })
    body.add(nodes)
    let loop = LaneLoop(
      context: context, lanes: output.extent.count, inputWidths: inputs.map(\.width), outputWidth: output.width,
      comment: comment,
      lane: (body.lines + ["const \(Cpp.unsigned(output.width)) result = \(body.name(output));"])
        .joined(separator: "\n"))
    return StageFunction(name: context.name, text: loop.text, cells: cells)
  }
}

extension PairSum {
  func function(_ context: StageContext) -> StageFunction {
    graph.pairFunction(
      context,
      [
        "the sum of two streams, element by element.", "",
        "t = \(affine.multipliers[0]) * x0 + \(affine.multipliers[1]) * x1 + \(affine.offsets[0]), exact, in units of 2^\(lsb)",
        "\(lanes) lanes of \(inputs[0]) and \(inputs[1]) to \(rounding.format).",
      ])
  }
}

extension PairProduct {
  func function(_ context: StageContext) -> StageFunction {
    graph.pairFunction(
      context,
      [
        "the product of two streams, element by element.", "",
        "t = \(affine.multipliers[0]) * (x0 - \(zeros[0])) * (x1 - \(zeros[1])) + \(affine.offsets[0]), exact",
        "\(lanes) lanes of \(inputs[0]) and \(inputs[1]) to \(rounding.format).",
      ])
  }
}

extension Table {
  func function(_ context: StageContext) -> StageFunction {
    let name = context.name
    let row = tables == 1 ? "0" : "slice * \(lanes) + lane"
    let loop = LaneLoop(
      context: context, lanes: lanes, inputWidths: [input.width], outputWidth: output.width,
      comment: [
        "looks each lane's code up in \(tables == 1 ? "a table" : "its channel's table").", "",
        "\(lanes) lanes of \(input) to \(output).",
      ],
      before: tables == 1 ? "MANTISSA_ROM(\(name)_table)" : "MANTISSA_ROM(\(name)_table)\nint slice = 0;",
      lane: """
        const \(Cpp.unsigned(output.width)) result = \(name)_table[\(row)][mantissa::to_int(code)];
        """,
      after: tables == 1 ? "" : "slice = slice == \(slices - 1) ? 0 : slice + 1;")
    let rows = (0..<tables).map { table in entries.values[table * self.rows..<(table + 1) * self.rows].map { "\($0)" } }
    return StageFunction(
      name: name, text: loop.text, cells: [],
      constants: """
        static const mantissa::urom_t<\(output.width)> \(name)_table[\(tables)][\(self.rows)] = {
        \(Cpp.table(rows))
        };
        """)
  }
}

extension Search {
  func function(_ context: StageContext) -> StageFunction {
    let name = context.name
    let row = tables == 1 ? "0" : "slice * \(lanes) + lane"
    let isSigned = input.number.operandShape.sign != .unsigned
    let type = isSigned ? "mantissa::srom_t<\(input.width)>" : "mantissa::urom_t<\(input.width)>"
    let value = isSigned ? Cpp.signed(input.width) : Cpp.unsigned(input.width)
    let places = 1 << levels
    let loop = LaneLoop(
      context: context, lanes: lanes, inputWidths: [input.width], outputWidth: output.width,
      comment: [
        "the output code of the interval that each lane's code lies in\(tables == 1 ? "" : ", by channel").", "",
        "place = how many of its \(places - 1) thresholds the code reaches, one bit a turn from the highest.",
        "\(lanes) lanes of \(input) to \(output).",
      ],
      before: "MANTISSA_ROM(\(name)_thresholds)\nMANTISSA_ROM(\(name)_codes)" + (tables == 1 ? "" : "\nint slice = 0;"),
      lane: """
        const \(value) x = \(value)(code);
        int place = 0;
        MANTISSA_UNROLL
        levels:
        for (int step = \(places / 2); step > 0; step /= 2) {
          MANTISSA_UNROLL_BODY
          if (x >= \(value)(\(name)_thresholds[\(row)][place + step - 1])) place += step;
        }
        const \(Cpp.unsigned(output.width)) result = \(name)_codes[\(row)][place];
        """,
      after: tables == 1 ? "" : "slice = slice == \(slices - 1) ? 0 : slice + 1;")
    func rows<T: BinaryInteger>(_ values: [T], _ count: Int) -> [[String]] {
      (0..<tables).map { table in values[table * count..<(table + 1) * count].map { "\($0)" } }
    }
    return StageFunction(
      name: name, text: loop.text, cells: [],
      constants: """
        static const \(type) \(name)_thresholds[\(tables)][\(places - 1)] = {
        \(Cpp.table(rows(thresholds.values, places - 1)))
        };

        static const mantissa::urom_t<\(output.width)> \(name)_codes[\(tables)][\(places)] = {
        \(Cpp.table(rows(codes.values, places)))
        };
        """)
  }
}

extension Maximum {
  func function(_ context: StageContext) -> StageFunction {
    let width = format.width
    let cell = format.number.compareCell()
    let text = """
      \(Cpp.comment(["\(context.name) -- the greatest of \(taps) words, lane by lane: \(lanes) lanes of \(format)."]))
      \(context.parameters)
        MANTISSA_NO_INLINE
        \(Cpp.unsigned(lanes * width)) best = 0;
      windows:
        for (int window = 0; window < \(context.outputs[0].wordsPerFrame); ++window) {
          MANTISSA_PIPELINE
        taps:
          for (int tap = 0; tap < \(taps); ++tap) {
            MANTISSA_PIPELINE_BODY
            const \(Cpp.unsigned(lanes * width)) data = s_axis.read();
            MANTISSA_UNROLL
          lanes:
            for (int lane = 0; lane < \(lanes); ++lane) {
              MANTISSA_UNROLL_BODY
              const \(Cpp.unsigned(width)) code = mantissa::slice<\(width)>(data, lane * \(width));
              const \(Cpp.unsigned(width)) previous = mantissa::slice<\(width)>(best, lane * \(width));
              if (tap == 0 || \(cell.function())(code, previous)) mantissa::set_slice(best, lane * \(width), code);
            }
            if (tap == \(taps - 1)) m_axis.write(best);
          }
        }
      }
      """
    return StageFunction(name: context.name, text: text, cells: [cell])
  }
}

extension ArgmaxStage {
  func function(_ context: StageContext) -> StageFunction {
    let width = format.width
    let cell = format.number.compareCell()
    let text = """
      \(Cpp.comment([
        "\(context.name) -- the index of the greatest of \(channels) channels, the lowest of equals.", "",
        "\(lanes) lanes of \(format).",
      ]))
      \(context.parameters)
        MANTISSA_NO_INLINE
        \(Cpp.unsigned(width)) best = 0;
        \(Cpp.unsigned(indexWidth)) index = 0;
      pixels:
        for (int pixel = 0; pixel < \(context.outputs[0].wordsPerFrame); ++pixel) {
          MANTISSA_PIPELINE
        slices:
          for (int slice = 0; slice < \(slices); ++slice) {
            MANTISSA_PIPELINE_BODY
            const \(Cpp.unsigned(lanes * width)) data = s_axis.read();
            MANTISSA_UNROLL
          lanes:
            for (int lane = 0; lane < \(lanes); ++lane) {
              MANTISSA_UNROLL_BODY
              const \(Cpp.unsigned(width)) code = mantissa::slice<\(width)>(data, lane * \(width));
              if ((slice == 0 && lane == 0) || \(cell.function())(code, best)) {
                best = code;
                index = \(Cpp.unsigned(indexWidth))(slice * \(lanes) + lane);
              }
            }
            if (slice == \(slices - 1)) m_axis.write(index);
          }
        }
      }
      """
    return StageFunction(name: context.name, text: text, cells: [cell])
  }
}
