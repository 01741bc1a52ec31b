import ArgumentParser
import Driver

struct OperatorCellsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cells", abstract: "List the cells that operators and stages are made of, with their contracts.",
    discussion: """
      What each cell computes, its parameters, ports and latency, and the Verilog and the C++ that implement it.

      Examples:
        mantissa operator cells
        mantissa operator cells -o generated/cells.md
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("Write the catalogue as Markdown.", valueName: "file"))
  var output: String?

  @OptionGroup var report: OutputOptions

  func run() async throws { try report.print(try CellCatalogueReport(output: output)) }
}
