/// What `mantissa compile` wrote.
package struct CompileReport: Report {
  /// The folder.
  package var output: String
  /// Layers in hardware.
  package var layers: Int
  /// Weights and other constants of the model, in elements.
  package var parameters: Int
  /// Bits of all weights as stored.
  package var weightBits: Int
  /// Multiply-accumulates an inference.
  package var macs: Int
  /// Cycles from one inference to the next when neither side stalls: the slowest stage's.
  package var cyclesPerFrame: Int
  /// From the call to the finished folder.
  package var seconds: Double
  /// What the import or the schedule changed and a user should know.
  package var notes: [String]

  package init(
    output: String, layers: Int, parameters: Int, weightBits: Int, macs: Int, cyclesPerFrame: Int, seconds: Double,
    notes: [String] = []
  ) {
    self.output = output
    self.layers = layers
    self.parameters = parameters
    self.weightBits = weightBits
    self.macs = macs
    self.cyclesPerFrame = cyclesPerFrame
    self.seconds = seconds
    self.notes = notes
  }

  package var text: String {
    var table = Table([("", .left), ("", .left)])
    table.add(["output", output])
    table.add(["layers", Figure.count(layers)])
    table.add(["parameters", Figure.count(parameters)])
    table.add(["weight bits", Figure.count(weightBits)])
    table.add(["MACs", Figure.count(macs)])
    table.add(["cycles per frame", Figure.count(cyclesPerFrame)])
    table.add(["time", Figure.seconds(seconds)])
    return ([table.text] + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}
