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
    ]
  }

  @Sendable private static func average(_ context: inout ImportContext) {
    let counted = context.integer("count_include_pad", default: 0)
    let roundsUp = context.integer("ceil_mode", default: 0) != 0
    context.importPool { geometry, context in
      let isPadded = [geometry.rows, geometry.columns].contains { $0.before != 0 || $0.after != 0 }
      // Windows that hold less than the whole kernel would each divide by another count.
      if isPadded, counted == 0 {
        context.unsupported(
          "count_include_pad", found: "\(counted)", supported: "with padding only 1 is supported",
          notes: [
            "its padding is \(geometry.rows.before), \(geometry.rows.after) along the rows and "
              + "\(geometry.columns.before), \(geometry.columns.after) along the columns"
          ])
        return nil
      }
      if isPadded, roundsUp {
        context.unsupported("ceil_mode", found: "1", supported: "with padding only 0 is supported")
        return nil
      }
      return AveragePool(geometry: geometry)
    }
  }
}
