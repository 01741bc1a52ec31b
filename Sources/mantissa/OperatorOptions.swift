import ArgumentParser
import Driver

/// Which operator a command is about.
struct OperatorOptions: ParsableArguments {
  @Argument(help: "The operator; 'mantissa operator list' names them.")
  var name: String

  @Option(
    help: ArgumentHelp(
      "The operands' format, for example 'posit<16,1>'; twice for operands of two formats.", valueName: "format"))
  var format: [String] = []

  @Option(help: ArgumentHelp("The multiplier; the exact one of the formats when not given.", valueName: "name"))
  var multiplier: String?

  @Option(help: ArgumentHelp("Registers between operands and result.", valueName: "n"))
  var pipeline = 0

  @Option(help: ArgumentHelp("Products of 'dot'.", valueName: "n"))
  var terms = 4

  var selection: OperatorSelection {
    OperatorSelection(name: name, formats: format, multiplier: multiplier, pipeline: pipeline, terms: terms)
  }
}
