package import PipelineIR
package import Support

extension StageOperation {
  /// The one stream that enters; throws when there are more or none.
  package func single(_ inputs: [StreamType]) throws(Failure) -> StreamType {
    guard inputs.count == 1, let input = inputs.first else {
      throw misfit("\(inputs.count) streams enter; it takes 1")
    }
    return input
  }

  /// A failure of this stage's kind.
  package func misfit(_ message: String) -> Failure {
    Failure(at: "stage kind '\(Self.kind)'", message)
  }
}
