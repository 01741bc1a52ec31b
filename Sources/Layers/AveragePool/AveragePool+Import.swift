import NetworkIR
import Support

extension AveragePool: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport(
        "AveragePool",
        attributes: ["auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "strides"],
        average),
      OperatorImport("GlobalAveragePool") { context in
        context.importGlobalPool { AveragePool(geometry: $0) }
      },
      Reduction.mean.operatorImport, Reduction.sum.operatorImport,
    ]
  }

  @Sendable private static func average(_ context: inout ImportContext) {
    let countsPadding = context.integer("count_include_pad", default: 0) != 0
    context.importPool { geometry, stated, _ in
      // What rounding up adds to the stated padding never counts.
      let margin =
        countsPadding
        ? Margin(
          top: stated.rows.before, bottom: stated.rows.after, left: stated.columns.before, right: stated.columns.after)
        : Margin()
      let isPadded = geometry.paddings.contains { $0 > 0 }
      return AveragePool(geometry: geometry, counted: isPadded ? margin : nil, addsZeroFirst: true)
    }
  }
}

extension Geometry {
  /// Before and after the rows and the columns.
  fileprivate var paddings: [Int] { [rows.before, rows.after, columns.before, columns.after] }
}
