package import Synthesis
package import Verify

/// What `mantissa verify` is asked to do.
package struct VerifyRequest: Sendable {
  /// The folder that `mantissa compile` wrote.
  package var folder: String
  /// A file of inputs; nil takes the folder's own vectors.
  package var inputs: String?
  /// A file that receives the result as JUnit XML.
  package var junit: String?
  /// A folder that `mantissa weights` wrote, whose image is loaded for a third of the frames; nil for none.
  package var weights: String?
  /// What the design is synthesised for, and its netlist simulated; nil for the RTL.
  package var netlist: SynthesisTarget?
  /// How the simulation runs.
  package var options: VerifyOptions

  /// A simulation of a compiled folder.
  package init(
    folder: String, inputs: String? = nil, junit: String? = nil, netlist: SynthesisTarget? = nil,
    options: VerifyOptions = VerifyOptions()
  ) {
    self.folder = folder
    self.inputs = inputs
    self.junit = junit
    self.netlist = netlist
    self.options = options
  }
}
