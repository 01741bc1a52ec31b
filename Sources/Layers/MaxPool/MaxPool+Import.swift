import NetworkIR
import Support

extension MaxPool: ImportableOperation {
  package static var imports: [OperatorImport] {
    [
      OperatorImport(
        "MaxPool",
        attributes: ["auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides"]
      ) { context in
        // It orders the indices, the second output, which is not supported.
        _ = context.integer("storage_order", default: 0)
        context.importPool { geometry, _, _ in MaxPool(geometry: geometry) }
      },
      OperatorImport("GlobalMaxPool") { context in
        context.importGlobalPool { MaxPool(geometry: $0) }
      },
      Reduction.maximum.operatorImport,
    ]
  }
}
