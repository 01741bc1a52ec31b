package import Support

extension QuantizedNetwork {
  /// Checks names, order and that every operation fits its tensors. Runs after every pass.
  package func verify() throws(Failure) {
    var problems: [Diagnostic] = []
    var types = [inputName: input]
    do throws(Failure) {
      try input.check()
      for reader in sampleReaders ?? [] { try reader.check(channels: input.shape.channels) }
      guard sampleScale.map({ $0.isNormal && $0 > 0 }) ?? true else {
        throw Failure(at: "type", "a scale of samples that is no positive number")
      }
    } catch { throw Failure(at: "\(name): input '\(inputName)'", error.diagnostics[0].message) }
    for node in nodes {
      let place = "\(name): node '\(node.name)'"
      if types[node.name] != nil { problems.append(Diagnostic(at: place, "the name is taken twice")) }
      let missing = node.inputs.filter { types[$0] == nil }
      problems += missing.map { Diagnostic(at: place, "reads '\($0)', which no earlier node makes") }
      if missing.isEmpty {
        do throws(Failure) {
          try node.type.check()
          try node.operation.verify(inputs: node.inputs.compactMap { types[$0] }, output: node.type)
        } catch {
          problems += error.diagnostics.map { Diagnostic(at: place, "\($0.location): \($0.message)") }
        }
      }
      types[node.name] = node.type
    }
    if types[output] == nil { problems.append(Diagnostic(at: name, "the output '\(output)' is made by no node")) }
    if !problems.isEmpty { throw Failure(.input, problems) }
  }

  /// Who reads each tensor.
  package var readers: TensorReaders {
    TensorReaders(nodes.map { (name: $0.name, inputs: $0.inputs) }, output: output)
  }

  /// The type of every tensor by name, the input's included.
  package var types: [String: TensorType] {
    var result = [inputName: input]
    for node in nodes { result[node.name] = node.type }
    return result
  }
}
