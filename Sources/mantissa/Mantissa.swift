import ArgumentParser

@main
struct Mantissa: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mantissa", abstract: "Compile trained neural networks to Verilog.")
}
