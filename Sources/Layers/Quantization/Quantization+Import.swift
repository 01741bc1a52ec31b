import Arithmetic
import NetworkIR
import Support

extension Quantization: ImportableOperation {
  package static var imports: [OperatorImport] {
    QDQ.imports
      + QONNXQuantizer.allCases.map { quantizer in
        OperatorImport(quantizer.name, attributes: quantizer.attributes) { context in
          guard let terms = quantizer.terms(&context), let quantization = terms.single(&context),
            let view = context.activation(0)
          else { return }
          if view.last != nil { return context.dropQuantizer(view) }
          guard let result = context.emitElementwise(quantization, reading: [view]) else { return }
          context.setOutput(.activation(result))
        }
      }
  }
}
