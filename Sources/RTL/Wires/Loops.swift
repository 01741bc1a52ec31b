import Verilog

/// A generate loop.
func loop(_ variable: String, _ count: Int, _ label: String, _ items: [Item]) -> Item {
  .generate(GenerateFor(variable, below: .integer(count), label: label, items))
}

/// The wire that names dropped bits.
func unused(_ values: [Expression], name: String = "unused") -> Item {
  .bit(name, .unary(.allOnes, .concatenation([.bit(false)] + values)))
}

/// Element `index` of a vector of `count` elements of `width` bits.
func lane(_ vector: Expression, _ count: Int, _ index: Expression, _ width: Int) -> Expression {
  guard count > 1 else { return vector }
  return width == 1 ? vector[index] : vector[from: .integer(width) * index, width: .integer(width)]
}
