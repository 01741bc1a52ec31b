package import Support

extension Network {
  /// Checks names, order and shapes; throws every problem at once. Runs after every pass.
  package func verify() throws(Failure) {
    var problems: [Diagnostic] = []
    var shapes = [input.name: input.shape]
    if elementCount(of: [input.shape.height, input.shape.width, input.shape.channels]) ?? 0 == 0 {
      problems.append(Diagnostic(at: name, "the input's shape is \(input.shape)"))
    }
    for node in nodes {
      let place = "\(name): node '\(node.name)'"
      if shapes[node.name] != nil {
        problems.append(Diagnostic(at: place, "the name is taken twice"))
      }
      let missing = node.inputs.filter { shapes[$0] == nil }
      problems += missing.map { Diagnostic(at: place, "reads '\($0)', which no earlier node makes") }
      if missing.isEmpty {
        do throws(Failure) {
          let expected = try node.operation.outputShape(of: node.inputs.compactMap { shapes[$0] })
          if expected != node.shape {
            problems.append(
              Diagnostic(at: place, "has shape \(node.shape); its operation makes \(expected)"))
          }
        } catch {
          problems += error.diagnostics.map { Diagnostic(at: place, $0.message, notes: $0.notes) }
        }
      }
      shapes[node.name] = node.shape
    }
    if shapes[output] == nil {
      problems.append(Diagnostic(at: name, "the output '\(output)' is made by no node"))
    }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  /// Who reads each tensor.
  package var readers: TensorReaders {
    TensorReaders(nodes.map { (name: $0.name, inputs: $0.inputs) }, output: output)
  }

  /// The shape of every tensor by name, the input's included.
  package var shapes: [String: Shape] {
    var result = [input.name: input.shape]
    for node in nodes { result[node.name] = node.shape }
    return result
  }
}
